/** What holds for every file. */
const { CODE, value, never } = require('./vocabulary.cjs');

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

module.exports = everywhere;
