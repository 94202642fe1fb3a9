/**
 * Tests run on the compiler's own output (dist/), so that what is tested is what production runs.
 * These ESM-only packages are require()d by CommonJS ones, which jest on Node 20 cannot do: they alone are turned into CommonJS.
 */
const esmRequiredByCjs = ['cookie', 'content-disposition', 'glob'];

export default {
  roots: ['<rootDir>/dist'],
  testEnvironment: 'node',
  testRegex: '\\.spec\\.js$',
  transform: { [`/node_modules/(${esmRequiredByCjs.join('|')})/.+\\.js$`]: '<rootDir>/test/support/esm-to-cjs.cjs' },
  transformIgnorePatterns: [`/node_modules/(?!(${esmRequiredByCjs.join('|')})/)`],
  globalSetup: '<rootDir>/dist/test/support/global-setup.js',
  globalTeardown: '<rootDir>/dist/test/support/global-teardown.js',
  workerIdleMemoryLimit: '1GB',
  testTimeout: 30_000,
  maxWorkers: 2,
};
