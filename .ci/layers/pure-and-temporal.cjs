/** Pure code, and the two sides of Temporal. */
const { CODE, PURE, PURE_OR_CONTRACT, PACKAGES, PURE_PACKAGES, PURE_CORE, value, never } = require('./vocabulary.cjs');

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

module.exports = [...pure, ...temporal];
