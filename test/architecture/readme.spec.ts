import 'reflect-metadata';
import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SAMPLE_PASSWORD, SAMPLE_PEOPLE } from '../../src/sample/partnership.service.js';

/** The documents speak of commands, files, routes, sign-ins and settings: each has to be there. */
const read = (file: string): string => readFileSync(file, 'utf8');
const inFolder = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const DOCUMENTS = [...inFolder('.'), ...inFolder('docs'), ...inFolder('docs/adr')];

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]!);
const unique = (values: string[]): string[] => [...new Set(values)].sort();

/** What a reader pastes. */
const tour = all(read('README.md'), /```bash\n([\s\S]*?)```/g).join('\n');

test('the documents are there', () => {
  expect(DOCUMENTS).toEqual(
    expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'SECURITY.md', 'docs/operating.md']),
  );
  expect(tour).toContain('sign_in coordinator.nb');
});

describe.each(DOCUMENTS)('%s', (file) => {
  const text = read(file);

  test('links to files that exist', () => {
    const links = all(text, /\]\(([^)#\s]+)(?:#[^)]*)?\)/g).filter((link) => !/^[a-z]+:/.test(link));
    expect(links.filter((link) => !existsSync(join(dirname(file), link)))).toEqual([]);
  });

  test('names paths that exist', () => {
    const paths = all(text, /`((?:src|test|docs|docker|migrations|platform)\/[\w./-]+)`/g);
    const found = (path: string) => existsSync(path) || existsSync(join('src', path));
    expect(paths.filter((path) => !found(path))).toEqual([]);
  });

  test('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...all(text, /npm run (?:-s )?([a-z]+)/g), ...all(text, /npm (start|test)\b/g)];
    expect(unique(named).filter((name) => !scripts[name])).toEqual([]);
  });
});

describe('the tour', () => {
  test('signs in as people of the sample', () => {
    const emails = all(tour, /sign_in ([a-z][a-z.-]+)/g).map((box) => `${box}@example.org`);
    expect(emails.length).toBeGreaterThanOrEqual(4);
    expect(emails.filter((email) => !SAMPLE_PEOPLE.some((person) => person.email === email))).toEqual([]);
    expect(tour).toContain(SAMPLE_PASSWORD);
  });

  test('calls routes that exist', () => {
    const routes = all(read('docs/routes.md'), /^\| [A-Z]+ \| \/api\/v1(\S+) /gm);
    const patterns = routes.map((route) => new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`));
    const calls = unique(all(tour, /\$API(\/[^\s"?|)]+)/g));
    expect(calls.length).toBeGreaterThanOrEqual(10);
    expect(calls.filter((path) => !patterns.some((pattern) => pattern.test(path)))).toEqual([]);
  });
});

test('every setting of .env.example is explained to operators', () => {
  const [settings = ''] = read('.env.example').split('# Docker Compose alone');
  const names = all(settings, /^([A-Z_]+)=/gm);
  const operating = read('docs/operating.md');
  expect(names.length).toBeGreaterThanOrEqual(10);
  expect(names.filter((name) => !operating.includes(`\`${name}\``))).toEqual([]);
});
