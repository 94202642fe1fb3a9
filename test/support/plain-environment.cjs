/** Node itself, whose variables, console and way to end are put back after each file of tests. */
class PlainEnvironment {
  global = globalThis;
  fakeTimers = null;
  fakeTimersModern = null;
  moduleMocker = null;
  #before = { env: { ...process.env }, exit: Reflect.get(process, 'exit'), console };

  /** Files that run at once share no queue: a worker of one would take the jobs of another, which has another database. */
  async setup() {
    const { REDIS_URL, JEST_WORKER_ID } = process.env;
    if (REDIS_URL) process.env.REDIS_URL = new URL(`/${JEST_WORKER_ID ?? 0}`, REDIS_URL).href;
  }

  async teardown() {
    const { env, exit, console } = this.#before;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    process.exit = exit;
    globalThis.console = console;
  }

  getVmContext() {
    return null;
  }
}

module.exports = PlainEnvironment;
