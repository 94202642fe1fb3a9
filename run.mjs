// Every npm script but `start` and `worker` comes through here: it installs and compiles what is missing or stale, then runs
// the command. Node's own modules only, as nothing else may be there yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const at = (...names) => path.join(root, ...names);
const say = (line) => process.stderr.write(`${line}\n`);
const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Standard output belongs to the reports of commands. */
const toStderr = ['ignore', 2, 2];
const sources = ['src', 'test', 'migrations'];
const bin = (name) => [process.execPath, at('node_modules', name)];
const tsc = (...args) => [...bin('tsc7/bin/tsc'), '-p', at('tsconfig.json'), ...args];

/** Commands that run inside this process, so that there is one process to watch and to stop. */
const programs = {
  demo: 'dist/src/demo.js',
  marac: 'dist/src/cli.js',
  bench: 'dist/test/bench/main.js',
  faults: 'dist/test/faults/main.js',
};
const commands = {
  ...Object.fromEntries(Object.keys(programs).map((name) => [name, program])),
  test,
  check,
  format,
  build,
};

const [name = '', ...args] = process.argv.slice(2);
requireNode();
if (!Object.hasOwn(commands, name)) {
  say(`usage: node run.mjs ${Object.keys(commands).join('|')} [arguments]`);
  process.exit(2);
}
process.exitCode = await commands[name]();

async function program() {
  await build();
  const file = at(programs[name]);
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
  return process.exitCode;
}

async function test() {
  await build();
  const jest = at('node_modules', 'jest', 'bin', 'jest.js');
  return run([process.execPath, jest, ...args]);
}

async function check() {
  await locked(install);
  const checks = {
    format: [...bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
    lint: [...bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'],
    types: tsc('--noEmit'),
    floors: [...bin('dependency-cruiser/bin/dependency-cruise.mjs'), 'src', '--config', '.dependency-cruiser.cjs'],
  };
  const results = await Promise.all(
    Object.entries(checks).map(async ([title, command]) => {
      const begun = performance.now();
      let output = '';
      const code = await run(command, ['ignore', 'pipe', 'pipe'], (text) => (output += text));
      say(
        `${code === 0 ? 'ok    ' : 'FAILED'} ${title} ${seconds(begun)}${code === 0 ? '' : `\n${output.trimEnd()}\n`}`,
      );
      return code;
    }),
  );
  return results.every((code) => code === 0) ? 0 : 1;
}

async function format() {
  await locked(install);
  return run([...bin('prettier/bin/prettier.cjs'), '--write', '--log-level', 'warn', '.']);
}

async function build() {
  await locked(async () => {
    await install();
    await compile();
  });
  return 0;
}

/** Brings node_modules to what package-lock.json says, when it is not there already. */
async function install() {
  if (isInstalled()) return;
  say('installing packages, about half a minute ...');
  const begun = performance.now();
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const code = await run(
    [...npm, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    toStderr,
  );
  if (code !== 0) fail(`npm ci failed (${code})`);
  say(`packages installed ... ${seconds(begun)}`);
}

/** npm lists what it installed as its last step; compared by content, as file times say little after a checkout. */
function isInstalled() {
  const list = at('node_modules', '.package-lock.json');
  if (!fs.existsSync(list)) return false;
  const installed = readJson(list).packages;
  return Object.entries(readJson(at('package-lock.json')).packages).every(([place, wanted]) => {
    const found = installed[place];
    return (
      place === '' || (found ? found.version === wanted.version : wanted.optional || wanted.devOptional || wanted.peer)
    );
  });
}

/** Brings dist/ to what the sources say. It is overwritten in place: a process that runs from it finds its files. */
async function compile() {
  const stamp = at('dist', '.stamp');
  const now = fingerprint();
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === now) return;
  const begun = performance.now();
  fs.rmSync(stamp, { force: true });
  const code = await run(tsc(), toStderr);
  if (code !== 0) fail('the sources do not compile');
  removeOrphans('');
  if (fingerprint() === now) fs.writeFileSync(stamp, now); // else a source changed meanwhile: the next command compiles it
  say(`compiled ... ${seconds(begun)}`);
}

function fingerprint() {
  const hash = createHash('sha256');
  const files = sources.filter((folder) => fs.existsSync(at(folder))).flatMap((folder) => filesBelow(folder));
  for (const file of ['tsconfig.json', 'package.json', 'package-lock.json', ...files.sort()]) {
    hash
      .update(`${file}\0`)
      .update(fs.readFileSync(at(file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  return fs.readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(file);
    return /\.(ts|json)$/.test(entry.name) ? [file] : [];
  });
}

/** What was compiled from a source that is gone must not be found, imported or tested any more. */
function removeOrphans(folder) {
  for (const entry of fs.readdirSync(at('dist', folder), { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    const source = at(file.replace(/\.js(\.map)?$/, '.ts'));
    if (entry.name.startsWith('.')) continue;
    if (!fs.existsSync(source)) fs.rmSync(at('dist', file), { recursive: true });
    else if (entry.isDirectory()) removeOrphans(file);
  }
}

/** One command at a time installs and compiles; a lock whose holder died is taken over. */
async function locked(work) {
  const lock = at('dist', '.lock');
  fs.mkdirSync(at('dist'), { recursive: true });
  for (let waiting = false; !claim(lock); waiting = true) {
    if (!waiting) say('waiting for another command to finish installing or compiling ...');
    await sleep(100);
  }
  const release = () => fs.rmSync(lock, { force: true });
  process.once('exit', release);
  await work();
  process.off('exit', release);
  release();
}

function claim(lock) {
  const own = `${lock}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, lock);
    return true;
  } catch {
    if (isAbandoned(lock)) fs.rmSync(lock, { force: true });
    return false;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

function isAbandoned(lock) {
  try {
    if (Date.now() - fs.statSync(lock).mtimeMs > 900_000) return true; // its pid may have passed to somebody else
    process.kill(Number(fs.readFileSync(lock, 'utf8')), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/**
 * Runs another program to its end. A signal to this process reaches it and all it started, and this process dies of it too.
 * @returns its exit code
 */
async function run([file, ...fileArgs], stdio = 'inherit', onOutput) {
  const child = spawn(file, fileArgs, { cwd: root, stdio });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  let died;
  const pass = (signal) => {
    died = signal;
    for (const pid of [...startedBy(child.pid), child.pid]) kill(pid, signal);
  };
  for (const signal of signals) process.on(signal, pass);
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput);
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...result) => resolve(result));
  });
  for (const each of signals) process.off(each, pass);
  if (died) process.exit(128 + { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[died]);
  return code ?? fail(`${file} was ended by ${signal}`);
}

/** Processes below this one, without those that set up a group of their own to outlive it. Known on Linux alone. */
function startedBy(parent) {
  const pids = fs.existsSync('/proc/self/stat') ? fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)) : [];
  const all = pids.map(Number).map((pid) => ({ pid, ...familyOf(pid) }));
  const group = familyOf(process.pid).group;
  const below = (pid) => all.filter((each) => each.parent === pid && each.group === group).map((each) => each.pid);
  const found = below(parent);
  for (const pid of found) found.push(...below(pid));
  return found;
}

function familyOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, parent, group] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent, group };
  } catch {
    return {}; // it ended meanwhile
  }
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended meanwhile
  }
}

/** package.json's "engines", of the form ">=20.1.0 <21 || >=22.2.0". */
function requireNode() {
  const wanted = readJson(at('package.json')).engines.node;
  const number = (version) => version.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0);
  const padded = (version) => number([...version.split('.'), '0', '0'].slice(0, 3).join('.'));
  const here = padded(process.versions.node);
  const holds = (bound) => (bound.startsWith('>=') ? here >= padded(bound.slice(2)) : here < padded(bound.slice(1)));
  if (wanted.split('||').some((range) => range.trim().split(/\s+/).every(holds))) return;
  fail(`Node ${wanted} is needed; this is ${process.versions.node}.`);
}

function fail(message) {
  say(message);
  process.exit(1);
}
