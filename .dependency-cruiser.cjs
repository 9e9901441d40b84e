/**
 * Who may import whom. Each rule's comment says what to do instead. `npm run layers` runs it; tests/architecture/layering.test.ts
 * plants violations to show that the rules bite.
 */
const CODE = '^(src|workflows|activities|migrations|tests|temporal-config)/';
const PURE = '^src/shared/|\\.(types|rules)\\.ts$|^temporal-config/';
const PURE_OR_CONTRACT = '^src/shared/|\\.(types|rules|contract)\\.ts$|^temporal-config/';
const PACKAGES = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];
/** Packages that compute and do nothing else. */
const PURE_PACKAGES = 'node_modules/(uuid|date-holidays|temporal-polyfill)/';
const PURE_CORE = '^(node:)?(path|crypto|util|assert)$';

const value = { dependencyTypesNot: ['type-only'] };

/** One forbidden edge. */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const pure = [
  never(
    'pure-stays-pure',
    'shared, *.rules and temporal-config know only each other and *.types. Pass what is needed as an argument, or move the type to *.types.ts.',
    { path: PURE, pathNot: '\\.types\\.ts$' },
    { path: CODE, pathNot: PURE },
  ),
  never(
    'types-stay-pure',
    'A *.types.ts knows shared, types, rules and temporal-config; of src/access the types (Role, Permission, Actor), by `import type`.',
    { path: '\\.types\\.ts$' },
    { path: CODE, pathNot: `${PURE}|^src/access/` },
  ),
  never(
    'types-take-only-types-of-access',
    'Write `import type { Role } from "../../access/role-grants"`: the table of grants itself belongs to a policy or the http layer.',
    { path: '\\.types\\.ts$' },
    { path: '^src/access/', ...value },
  ),
  never(
    'pure-has-no-packages-with-io',
    'Rules and types take plain values. Do the I/O in a command, a query or an activity and hand the result in.',
    { path: PURE, pathNot: '^temporal-config/' },
    { dependencyTypes: PACKAGES, pathNot: PURE_PACKAGES },
  ),
  never(
    'temporal-config-has-no-packages-with-io',
    'temporal-config is data, and the interceptors inside the sandbox: only @temporalio/common and /workflow. Act on the data in platform or in a main file.',
    { path: '^temporal-config/' },
    {
      dependencyTypes: PACKAGES,
      pathNot: 'node_modules/@temporalio/(common|workflow|interceptors-opentelemetry/lib/workflow)/',
    },
  ),
  never(
    'pure-has-no-core-io',
    'No files, sockets or processes in pure code. Read in the caller and pass the value.',
    { path: `${PURE}|\\.contract\\.ts$` },
    { dependencyTypes: ['core'], pathNot: PURE_CORE },
  ),
  never(
    'contract-is-pure',
    'A contract is bundled into the workflow. Keep names, ids and message types in it; move code that needs more to a command or an activity.',
    { path: '\\.contract\\.ts$' },
    { path: CODE, pathNot: PURE_OR_CONTRACT },
  ),
  never(
    'contract-imports-only-message-definitions',
    'A contract may use the message definitions of @temporalio/workflow (and @temporalio/common), no other package.',
    { path: '\\.contract\\.ts$' },
    { dependencyTypes: PACKAGES, pathNot: 'node_modules/@temporalio/(workflow|common)/|node_modules/uuid/' },
  ),
];

const temporal = [
  never(
    'workflows-stay-deterministic',
    'Workflow code sees only temporal-config, src/shared, *.types, *.rules, *.contract. Anything that reads or writes is an activity: proxy it.',
    { path: '^workflows/' },
    { path: CODE, pathNot: `^(workflows|activities)/|${PURE_OR_CONTRACT}` },
  ),
  never(
    'workflows-import-activities-as-types',
    'Write `import type { Activities } from "../activities"` and call through proxyActivities.',
    { path: '^workflows/' },
    { path: '^activities/', ...value },
  ),
  never(
    'workflows-have-no-other-packages',
    'The bundler would happily take a database driver along. Only @temporalio/workflow and /common; do the rest in an activity.',
    { path: '^workflows/' },
    {
      dependencyTypes: PACKAGES,
      pathNot:
        'node_modules/@temporalio/(workflow|common|interceptors-opentelemetry)/|node_modules/@opentelemetry/api/',
    },
  ),
  never(
    'workflows-have-no-core-modules',
    'Node modules are not deterministic and not in the sandbox. Use @temporalio/workflow (sleep, uuid4, log) or an activity.',
    { path: '^workflows/' },
    { dependencyTypes: ['core'] },
  ),
  never(
    'activities-call-domains-and-platform',
    'An activity calls commands, queries and repositories. It is not an endpoint: never routes, schemas, src/http or workflow code.',
    { path: '^activities/' },
    {
      path: CODE,
      pathNot:
        '^activities/|^src/(platform|shared|access)/|^temporal-config/|^src/domains/[^/]+/(?!.+\\.(routes|schema)\\.ts$)',
    },
  ),
  never(
    'only-the-worker-loads-activities',
    'Only src/main-worker.ts builds activities. Elsewhere import their types (`import type`).',
    { path: CODE, pathNot: '^activities/|^tests/|^src/main-worker\\.ts$' },
    { path: '^activities/', ...value },
  ),
  never(
    'nobody-loads-workflows',
    'Workflow code lives in the bundle. Name the workflow and its messages in a *.contract.ts and start it by that name.',
    { path: CODE, pathNot: '^workflows/|^tests/' },
    { path: '^workflows/', ...value },
  ),
];

const http = [
  never(
    'routes-call-their-own-domain',
    'An endpoint uses src/http, src/access and its own schema, policy, presenter, commands and queries; a database or model is behind those.',
    { path: '^src/domains/([^/]+)/.+\\.routes\\.ts$' },
    {
      path: CODE,
      pathNot:
        '^src/(http|access|shared)/|^src/domains/$1/.+\\.(schema|policy|presenter|command|query|types|rules|contract|routes|resource)\\.ts$',
    },
  ),
  never(
    'routes-never-touch-storage',
    'Never a model, a repository or platform in a route: call a command or a query.',
    { path: '\\.routes\\.ts$' },
    { path: '\\.(model|repository)\\.ts$|^src/platform/|node_modules/(knex|pg|objection|ioredis|@temporalio)/' },
  ),
  never(
    'foundations-know-no-domain',
    'src/http, src/platform and src/access serve every domain. Pass the domain-specific part in as a value or a function.',
    { path: '^src/(http|platform|access)/' },
    { path: '^src/domains/' },
  ),
  never(
    'commands-and-queries-are-not-http',
    'A command is also run by activities. Throw DomainError and return records; schemas and status codes belong to the route.',
    { path: '\\.(command|query|repository|model|rules|types)\\.ts$' },
    { path: '^src/http/|\\.(schema|routes)\\.ts$' },
  ),
];

const domains = [
  never(
    'other-domains-by-their-front-door',
    'Of another domain use its types, rules, contract, commands and queries. If what you need is missing there, add a query to it.',
    { path: '^src/domains/([^/]+)/.+\\.(command|query|repository|policy|presenter|provider|model)\\.ts$' },
    { path: '^src/domains/', pathNot: '^src/domains/$1/|\\.(types|rules|contract|command|query)\\.ts$' },
  ),
  never(
    'model-is-private',
    'An Objection model is known to the repository of its domain only. Ask the repository, or add a query.',
    { path: '^(src|activities|workflows)/', pathNot: '^src/domains/[^/]+/.+\\.(repository|model)\\.ts$' },
    { path: '\\.model\\.ts$' },
  ),
  never(
    'model-stays-in-its-domain',
    'A repository uses the models of its own domain. For rows of another domain call its repository through a query.',
    { path: '^src/domains/([^/]+)/' },
    { path: '\\.model\\.ts$', pathNot: '^src/domains/$1/' },
  ),
  never(
    'presenters-and-policies-do-no-io',
    'A presenter or policy is a pure function of records: load in the query, decide or shape here.',
    { path: '\\.(presenter|policy)\\.ts$' },
    {
      path: '^src/(platform|http|config)/|\\.(repository|model|command|query|routes|provider)\\.ts$|node_modules/(knex|pg|objection|ioredis|koa|undici|@temporalio)/',
    },
  ),
  never(
    'presenters-and-policies-read-no-files',
    'A presenter or policy is a pure function of records: load in the query, decide or shape here.',
    { path: '\\.(presenter|policy)\\.ts$' },
    { dependencyTypes: ['core'], pathNot: PURE_CORE },
  ),
  never(
    'domains-do-not-reach-up',
    'A domain is built by container.ts and started by main-*.ts; it never knows them, nor the configuration or the local servers.',
    { path: '^src/(domains|http|platform|access|shared)/' },
    { path: '^src/(main-[^/]+|container|app)\\.ts$|^src/(config|local-servers)/', ...value },
  ),
];

const everywhere = [
  never(
    'no-cycles',
    'Two files that need each other are one thing or hide a third: move the shared part to *.types.ts or *.rules.ts.',
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  ),
  never(
    'no-type-cycles-between-folders',
    'Types may not form a circle either: give the shared type a file of its own.',
    {},
    { circular: true },
  ),
  never(
    'no-index-files',
    'Import the file that has the symbol. Only the registries workflows/index.ts and activities/index.ts are index files.',
    {},
    { path: '(^|/)index\\.[cm]?tsx?$', pathNot: '^(workflows|activities)/index\\.ts$|node_modules/' },
  ),
  never(
    'nobody-imports-tests',
    'Move what the program needs out of tests/ into src/.',
    { path: '^(src|workflows|activities|migrations|temporal-config)/' },
    { path: '^tests/' },
  ),
  never(
    'nobody-imports-migrations',
    'Migrations are run by name (src/platform/migrations.ts), never imported: they must not change when the code does.',
    { path: '^(src|workflows|activities|temporal-config)/' },
    { path: '^migrations/' },
  ),
  never(
    'migrations-stand-alone',
    'A migration must do the same in five years: copy the value it needs instead of importing it. migrations/support/ is fine.',
    { path: '^migrations/' },
    { path: CODE, pathNot: '^migrations/' },
  ),
  never(
    'mains-are-not-imported',
    'Only main-*.ts start anything, so nobody may import one. Move the shared part to container.ts, platform or local-servers.',
    { path: '^(src|workflows|activities|migrations|temporal-config)/' },
    { path: '^src/main-[^/]+\\.ts$' },
  ),
  never(
    'production-has-no-dev-packages',
    'The image is installed without development packages. Move the package to "dependencies", or load it only in src/local-servers.',
    { path: '^(src|workflows|activities|temporal-config)/', pathNot: '^src/local-servers/' },
    { dependencyTypes: ['npm-dev'], ...value },
  ),
  never(
    'no-unlisted-packages',
    'Add the package to package.json with its exact version (and say why), or use one that is there.',
    {},
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  never(
    'resolvable',
    'The import leads nowhere: mend the path. Imports are relative, without aliases.',
    {},
    { couldNotResolve: true },
  ),
];

module.exports = {
  forbidden: [...pure, ...temporal, ...http, ...domains, ...everywhere],
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
