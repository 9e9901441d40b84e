/** The style of the house as rules. A rule that is wrong is changed here, with a reason; it is never switched off in a file. */
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const sources = [
  'src/**/*.ts',
  'workflows/**/*.ts',
  'activities/**/*.ts',
  'temporal-config/**/*.ts',
  'migrations/**/*.ts',
];
const tests = ['tests/**/*.ts'];

const everywhere = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only: the symbol is the file.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
  {
    selector: 'CatchClause > BlockStatement[body.length=0]',
    message: 'Do not swallow an error: handle it, or let it pass.',
  },
  {
    selector:
      'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression[body.type="BlockStatement"][body.body.length=0]',
    message: 'Do not swallow an error: handle it, or let it pass.',
  },
  {
    selector:
      'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression[body.type="Identifier"][body.name="undefined"], CallExpression[callee.property.name="catch"] > ArrowFunctionExpression[body.type="Literal"][body.raw="null"]',
    message: 'Do not swallow an error: handle it, or let it pass.',
  },
];

const inSources = [
  ...everywhere,
  {
    selector:
      'Program > VariableDeclaration[kind="let"], Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
    message: 'No mutable module state: build it in container.ts and pass it.',
  },
  {
    selector:
      'FunctionDeclaration[params.length>3], ArrowFunctionExpression[params.length>3], MethodDefinition[kind!="constructor"] > FunctionExpression[params.length>3]',
    message: 'At most three parameters: else take one object.',
  },
];

const inTests = [
  ...everywhere,
  {
    selector: 'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(skip|only|todo)$/]',
    message: 'No test is switched off or run alone.',
  },
  {
    selector: 'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
    message: 'No test is switched off or run alone.',
  },
];

const noSleep = {
  selector: 'CallExpression[callee.name=/^(setTimeout|sleep)$/]',
  message: 'Wait for a condition (tests/support), not for time to pass.',
};

export default tseslint.config(
  { ignores: ['src/client/api-types.d.ts', 'dist/', 'coverage/', '.plan-charge/', 'node_modules/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.cts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-nested-ternary': 'error',
      eqeqeq: ['error', 'always'],
      'no-restricted-syntax': ['error', ...inSources],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only src/config reads the environment: take the value from Config.',
        },
      ],
      'max-lines': ['error', 250],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        {
          allowDefaultCaseForExhaustiveSwitch: true,
          considerDefaultExhaustiveForUnions: false,
          requireDefaultForNonUnion: true,
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Handlers and activities are async by contract, also where nothing is awaited.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: sources,
    rules: { 'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }] },
  },
  {
    // Engine kernels may be longer: a hot loop split in five is no clearer.
    files: ['src/**/*.rules.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }] },
  },
  {
    // A migration is a list of statements; its length says nothing.
    files: ['migrations/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['src/config/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: tests,
    rules: {
      'max-lines': ['error', 400],
      // Global setup hands the addresses of the test servers to the test files through the environment.
      'no-restricted-properties': 'off',
      'no-restricted-syntax': ['error', ...inTests],
      // A test may say "this is there" in one character; if it is not, the test fails, which is the point.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['tests/**/*.test.ts'], rules: { 'no-restricted-syntax': ['error', ...inTests, noSleep] } },
  {
    files: ['**/*.cjs', '**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'require',
          'module',
          'process',
          '__dirname',
          '__filename',
          'console',
          'Buffer',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'setImmediate',
          'URL',
          'fetch',
          'AbortSignal',
          'AbortController',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'no-nested-ternary': 'error', eqeqeq: ['error', 'always'], 'max-lines': ['error', 250] },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
);
