const { register } = require('node:module');
const { pathToFileURL } = require('node:url');

/*
 * Tests run in bare Node: its own loader brings modules in, each once for all files that one worker runs. Jest's loader reads,
 * links and compiles the whole application again for every file, which took longer than most of the tests themselves.
 * What is said in a module's top level is therefore shared by files, as it is by everything in production.
 */
const TEST_GLOBALS = Symbol.for('marac.test-globals');
const HANDLERS = Symbol.for('EVENT_HANDLERS'); // where jest-circus keeps what listens to a file's tests

const hooks = `
export async function resolve(name, context, next) {
  if (name !== '@jest/globals') return next(name, context);
  const names = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'test'];
  const text = 'export const {' + names + '} = globalThis[Symbol.for("marac.test-globals")]; // ' + context.parentURL;
  return { url: 'data:text/javascript,' + encodeURIComponent(text), shortCircuit: true };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

/** What jest asks of a runtime, without module mocks and coverage. */
class PlainRuntime {
  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(file) {
    return import(`${pathToFileURL(file)}?run=${Date.now()}`);
  }

  /** Test functions of a file: loaded anew, so that nothing of another file's tests is left in them. */
  requireInternalModule(file) {
    delete globalThis[HANDLERS];
    delete require.cache[file];
    return require(file);
  }

  requireModule(file) {
    return require(file);
  }

  setGlobalsForRuntime(globals) {
    globalThis[TEST_GLOBALS] = globals;
  }

  getSourceMaps() {
    return new Map();
  }

  getAllCoverageInfoCopy() {}
  enterTestCode() {}
  leaveTestCode() {}
  teardown() {}
}

module.exports = PlainRuntime;
