/** Tests run on the compiler's own output (dist/), so that what is tested is what production runs, and with Node's own loader. */
export default {
  roots: ['<rootDir>/dist'],
  runtime: '<rootDir>/test/support/plain-runtime.cjs',
  testEnvironment: '<rootDir>/test/support/plain-environment.cjs',
  testRegex: '\\.spec\\.js$',
  transform: {},
  globalSetup: '<rootDir>/dist/test/support/global-setup.js',
  globalTeardown: '<rootDir>/dist/test/support/global-teardown.js',
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  workerIdleMemoryLimit: '700MB',
  testTimeout: 30_000,
  maxWorkers: 2,
};
