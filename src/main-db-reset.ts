/** `npm run db:reset`: takes every migration back and runs them again. Everything stored is lost; never in production. */
import { loadConfig } from './config/config';
import { migrateToLatest, rollBack } from './platform/migrations';

async function main(): Promise<void> {
  const { databaseAdminUrl, nodeEnv } = loadConfig();
  if (nodeEnv === 'production') throw new Error('db:reset is refused with NODE_ENV=production.');
  if (databaseAdminUrl === undefined)
    throw new Error('DATABASE_ADMIN_URL is not set; with `npm start` running it is found by itself.');
  await rollBack(databaseAdminUrl, true);
  const names = await migrateToLatest(databaseAdminUrl);
  process.stdout.write(
    `Emptied the database and ran ${String(names.length)} migrations. \`npm run seed\` loads the demo data.\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`The reset failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
