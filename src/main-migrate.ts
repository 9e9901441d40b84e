/** `npm run migrate`: brings the database to the newest schema and says which files ran. */
import { loadConfig } from './config/config';
import { migrateToLatest } from './platform/migrations';

async function main(): Promise<void> {
  const { databaseAdminUrl } = loadConfig();
  if (databaseAdminUrl === undefined)
    throw new Error('DATABASE_ADMIN_URL is not set: migrations need the owning role.');
  const names = await migrateToLatest(databaseAdminUrl);
  process.stdout.write(names.length === 0 ? 'The schema is up to date.\n' : `Ran ${names.join(', ')}.\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`Migration failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
