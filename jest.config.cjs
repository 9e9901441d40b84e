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
  // A worker keeps what it measured of every file; one that has grown beyond this is replaced between two files.
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
  coverageProvider: 'v8',
  coverageReporters: ['json-summary', 'lcovonly'],
  // The floor on *.rules.ts is checked by .ci/rules-coverage.cjs, so that a run of one file with --coverage stays green.
  collectCoverageFrom: ['{src,workflows,activities,temporal-config}/**/*.ts', '!**/*.types.ts', '!src/main-*.ts'],
};
