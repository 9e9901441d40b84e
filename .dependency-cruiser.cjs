/**
 * Who may import whom. Each rule's comment says what to do instead. `npm run layers` runs it; tests/architecture/layering.test.ts
 * plants violations to show that the rules bite. The rules stand in .ci/layers/.
 */

module.exports = {
  forbidden: [
    ...require('./.ci/layers/pure-and-temporal.cjs'),
    ...require('./.ci/layers/http-and-domains.cjs'),
    ...require('./.ci/layers/everywhere.cjs'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${__dirname}/tsconfig.json` },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.cts', '.mts', '.d.ts', '.js', '.cjs', '.mjs', '.json'],
    },
  },
};
