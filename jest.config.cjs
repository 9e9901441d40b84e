// ESM-only packages that a test file loads: Jest needs them as CommonJS.
const cache = [
  'bentocache',
  '@boringnode',
  '@julr',
  '@poppinss',
  '@paralleldrive',
  '@noble',
  'case-anything',
  'flattie',
  'p-timeout',
];
const esmOnly = ['jose', 'uuid', 'hucre', 's3mini', 'any-ascii', ...cache];

module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  maxWorkers: 2,
  // A worker that has grown beyond this is replaced between two files.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 60_000,
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.plan-charge/'],
  globalSetup: '<rootDir>/tests/global-setup.ts',
  globalTeardown: '<rootDir>/tests/global-teardown.ts',
  // Only what has a floor (.ci/rules-coverage.cjs) is counted, and only there: V8's own counting slows everything that runs by half.
  coverageProvider: 'babel',
  coverageReporters: ['json-summary', 'lcovonly'],
  collectCoverageFrom: ['{src,workflows,activities,temporal-config}/**/*.rules.ts'],
};
