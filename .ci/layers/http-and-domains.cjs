/** Endpoints, and what the domains may know of each other. */
const { CODE, PURE_CORE, value, never } = require('./vocabulary.cjs');

const DRIVERS = 'node_modules/(knex|pg|objection|ioredis|undici|@temporalio)/';
/** How every plan change is made and answered (changePlan of HOUSE, shape 6): the one thing endpoints share across domains. */
const PLAN_CHANGE = '^src/domains/capacity/(impact\\.(schema|presenter)|plan-wrapper)\\.ts$';

const http = [
  never(
    'routes-call-their-own-domain',
    'An endpoint uses http, access, shared, the schema, policy, presenter, commands and queries of its domain, and the impact of a plan change. Make a query of your own that calls the other one.',
    { path: '^src/domains/([^/]+)/.+\\.routes\\.ts$' },
    {
      path: CODE,
      pathNot: [
        '^src/(http|access|shared|platform)/',
        '^src/domains/$1/.+\\.(schema|policy|presenter|command|query|types|rules|contract|resource|routes|repository|model)\\.ts$',
        PLAN_CHANGE,
      ],
    },
  ),
  never(
    'routes-never-touch-storage',
    'Never a model, a repository or a driver in a route: call a command or a query of the domain.',
    { path: '\\.routes\\.ts$' },
    { path: `\\.(model|repository)\\.ts$|${DRIVERS}` },
  ),
  never(
    'routes-know-platform-as-types',
    'Take what platform offers as an argument of the route factory (container.ts passes it) and name its type by `import type`.',
    { path: '\\.routes\\.ts$' },
    { path: '^src/platform/', ...value },
  ),
  never(
    'resources-are-routes-with-a-repository',
    'A resource value names its own schema, presenter and repository, and other domains by their front door; not their storage.',
    { path: '^src/domains/([^/]+)/.+\\.resource\\.ts$' },
    {
      path: CODE,
      pathNot: [
        '^src/(http|access|shared|platform)/',
        '^src/domains/$1/(?!.+\\.model\\.ts$)',
        '\\.(types|rules|contract|command|query)\\.ts$',
        PLAN_CHANGE,
      ],
    },
  ),
  never(
    'foundations-know-no-domain',
    'src/http, src/platform and src/access serve every domain. Pass the domain-specific part in as a value or a function.',
    { path: '^src/(http|platform|access|rendering)/' },
    { path: '^src/domains/' },
  ),
  never(
    'rendering-knows-only-tables',
    'A renderer makes a file of a table and nothing else: no request, no database, no configuration. Put what it needs into the table.',
    { path: '^src/rendering/' },
    { path: CODE, pathNot: '^src/(rendering|shared)/' },
  ),
  never(
    'commands-and-queries-are-not-http',
    'A command is also run by activities. Throw DomainError and return records; schemas and status codes belong to the route.',
    { path: '\\.(command|query|repository|model|rules|types)\\.ts$' },
    { path: '^src/http/|\\.(schema|routes|resource)\\.ts$' },
  ),
];

const domains = [
  never(
    'other-domains-by-their-front-door',
    'Of another domain use its types, rules, contract, commands and queries. If what you need is missing there, add a query to it.',
    { path: '^src/domains/([^/]+)/', pathNot: '\\.(routes|resource|presenter|schema)\\.ts$' },
    { path: '^src/domains/', pathNot: ['^src/domains/$1/', '\\.(types|rules|contract|command|query)\\.ts$'] },
  ),
  never(
    'presenters-build-on-presenters',
    'An answer may contain the answer of another domain: use its presenter or schema (or types and rules). Everything else comes as an argument.',
    { path: '^src/domains/([^/]+)/.+\\.(presenter|schema)\\.ts$' },
    { path: '^src/domains/', pathNot: ['^src/domains/$1/', '\\.(types|rules|presenter|schema)\\.ts$'], ...value },
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
    'A presenter or policy is a pure function of records: load in the query, decide or shape here. Types of a query by `import type`.',
    { path: '\\.(presenter|policy)\\.ts$' },
    {
      path: `^src/(platform|http|config|rendering/render-)|\\.(repository|model|command|query|routes|provider)\\.ts$|${DRIVERS}`,
      ...value,
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
    { path: '^src/(domains|http|platform|access|shared|rendering)/' },
    { path: '^src/(main-[^/]+|container|app)\\.ts$|^src/(config|local-servers)/', ...value },
  ),
];

module.exports = [...http, ...domains];
