import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** Files in which a pattern is found. */
const where = (pattern: RegExp): string[] =>
  sources
    .filter(({ text }) => pattern.test(text))
    .map(({ path }) => path)
    .sort();
const all = (pattern: RegExp): string[] =>
  [...new Set(sources.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, found]) => found!)))].sort();

test('no text is run as code', () => {
  expect(
    where(/\beval\s*\(|\bnew Function\b|\bFunction\s*\(|from 'node:vm'|set(?:Timeout|Interval)\(\s*['"`]/),
  ).toEqual([]);
});

test('other programs are started by the embedded database alone', () => {
  expect(
    where(/from 'node:child_process'|from 'child_process'/).filter(
      (path) => !path.startsWith('src/platform/embedded/'),
    ),
  ).toEqual([]);
  expect(where(/\bexec(?:Sync)?\(\s*[`'"]|shell: true/)).toEqual([]);
});

test('chance that secrets are made of is the operating system’s', () => {
  // one place spreads retries in time; the invented people must come out the same each time
  const allowed = ['src/platform/db/unit-of-work.ts'];
  expect(where(/\bMath\.random\(/)).toEqual(allowed);
  expect(all(/\b(randomBytes|randomInt|randomUUID|randomFillSync|getRandomValues)\(/g).length).toBeGreaterThan(0);
});

describe('hashes, ciphers and signatures', () => {
  test('hashes, ciphers and signatures are those on the list', () => {
    expect(all(/\bcreate(?:Hash|Hmac)\(\s*'([^']+)'/g)).toEqual(['sha256']);
    expect(where(/\bcreate(?:Hash|Hmac|(?:Dec|C)ipheriv)\(\s*[^'\s]/)).toEqual([]);
    expect(all(/\bcreate(?:Dec|C)ipheriv\(\s*'([^']+)'/g).filter((cipher) => cipher !== 'aes-256-gcm')).toEqual([]);
    expect(all(/\bhkdfSync\(\s*'([^']+)'/g).filter((hash) => hash !== 'sha256')).toEqual([]);
    expect(all(/\bgenerateKeyPair(?:Sync)?\(\s*'([^']+)'/g).filter((kind) => kind !== 'ed25519')).toEqual([]);
    expect(where(/createSign\(|createVerify\(|\bpbkdf2|publicEncrypt|'md5'|'rc4|-ecb'|-cbc'/i)).toEqual([]);
    // authenticator apps know nothing else, and inside an HMAC it is not broken
    expect(where(/'sha-?1'/i).filter((path) => path !== 'src/identity/totp.rules.ts')).toEqual([]);
  });
});

describe('what is given to others', () => {
  test('the image holds what runs, without tests and history', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(ignored).toContain('*');
    const taken = ignored.filter((line) => line.startsWith('!')).sort();
    expect(taken).toEqual(['!migrations', '!package-lock.json', '!package.json', '!run.mjs', '!src', '!tsconfig.json']);
    const last = readFileSync('docker/Dockerfile', 'utf8')
      .split(/^FROM /m)
      .at(-1)!;
    const copied = [...last.matchAll(/^COPY .*?(\S+) \S+$/gm)].map(([, from]) => from);
    expect(copied).toEqual(['/app/node_modules', '/app/package.json', '/app/dist/src', '/app/dist/migrations']);
    expect(readFileSync('docker/Dockerfile', 'utf8')).toContain('npm ci --omit=dev');
  });

  test('invented people, with their published password, are not added in production', () => {
    const env = { PATH: process.env['PATH'], NODE_ENV: 'production' };
    const run = spawnSync(process.execPath, ['dist/src/cli.js', 'seed', '--referrals', '1'], { env, encoding: 'utf8' });
    expect([run.status, run.stderr.split('\n')[0]]).toEqual([
      1,
      'invented referrals are not added with NODE_ENV=production',
    ]);
  });

  test('every package is in the lock file with its hash and its licence', () => {
    interface Locked {
      resolved?: string;
      integrity?: string;
      license?: string;
    }
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
    const locked = Object.entries(packages).filter(([place]) => place !== '');
    expect(locked.length).toBeGreaterThan(100);
    const elsewhere = (from?: string) => from !== undefined && !from.startsWith('https://registry.npmjs.org/');
    expect(
      locked.filter(([, one]) => !one.integrity?.startsWith('sha512-') || elsewhere(one.resolved)).map(([at]) => at),
    ).toEqual([]);
    // one that names its licence in a file alone
    const inAFile = ([place]: [string, Locked]) => {
      const file = `${place}/LICENSE`;
      return existsSync(file) && readFileSync(file, 'utf8').startsWith('MIT License\n');
    };
    expect(locked.filter((one) => !one[1].license && !inAFile(one)).map(([place]) => place)).toEqual([]);
  });
});
