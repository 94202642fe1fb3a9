/** Node itself, whose variables, console and way to end are put back after each file of tests. */
class PlainEnvironment {
  global = globalThis;
  fakeTimers = null;
  fakeTimersModern = null;
  moduleMocker = null;
  #before = { env: { ...process.env }, exit: process.exit, console };

  async setup() {}

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
