/** Runs the files of `migrations/`, under names without extension, so that TypeScript and compiled runs agree. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { knex, type Knex } from 'knex';

const FOLDER = resolve(__dirname, '../../migrations');
const load = createRequire(__filename);
/** Key of the advisory lock that migrators take turns by; any number that nothing else in the database locks. */
const MIGRATORS = 7_201_943;

const source: Knex.MigrationSource<string> = {
  getMigrations: () => {
    const names = readdirSync(FOLDER).filter((file) => /^\d{4}_\w+\.(ts|js)$/.test(file));
    return Promise.resolve(names.map((file) => file.slice(0, -3)).sort());
  },
  getMigrationName: (name) => name,
  getMigration: (name) => Promise.resolve(load(join(FOLDER, name)) as Knex.Migration),
};

/** Brings the database of `adminUrl` to the newest migration; safe to repeat and to run twice at once. Answers what it ran. */
export async function migrateToLatest(adminUrl: string): Promise<string[]> {
  return inTurn(adminUrl, async (database) => {
    const [, names] = (await database.migrate.latest({ migrationSource: source })) as [number, string[]];
    return names;
  });
}

/** Takes back the newest migration, or all of them. */
export async function rollBack(adminUrl: string, all = false): Promise<string[]> {
  return inTurn(adminUrl, async (database) => {
    if (all) return ((await database.migrate.rollback({ migrationSource: source }, true)) as [number, string[]])[1];
    return ((await database.migrate.down({ migrationSource: source })) as [number, string[]])[1];
  });
}

/**
 * One migrator at a time: a second one waits and then finds nothing to do, as when two parts of a deployment start at once. Knex's
 * own lock is a row that refuses the second, and stays when its holder is killed; whoever has the turn may release it.
 */
async function inTurn<T>(adminUrl: string, work: (database: Knex) => Promise<T>): Promise<T> {
  const database = knex({ client: 'pg', connection: adminUrl, pool: { min: 0, max: 3 } });
  try {
    const turn = await database.transaction();
    try {
      await turn.raw('select pg_advisory_xact_lock(?)', [MIGRATORS]);
      await database.migrate.forceFreeMigrationsLock({ migrationSource: source });
      return await work(database);
    } finally {
      await turn.rollback();
    }
  } finally {
    await database.destroy();
  }
}
