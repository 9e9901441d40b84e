/** `npm run seed`: loads the demo organisation unless it is there, and says so in one line. */
import { loadConfig } from './config/config';
import { connectDemo } from './demo/connect-demo.command';
import { loadDemo } from './demo/load-demo.command';
import { systemClock } from './platform/clock';
import { KeyRing } from './platform/secrets/key-ring';
import { assertLeastPrivilege, openDatabase } from './platform/database';
import { openFileStore } from './platform/open-file-store';

async function main(): Promise<void> {
  const config = loadConfig();
  const { databaseUrl, demoData, dataKeys } = config;
  if (!demoData) throw new Error('DEMO_DATA is off here (it is by default in production); set DEMO_DATA=true.');
  if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set; `npm start` sets it for you.');
  const database = openDatabase(databaseUrl, { poolSize: 2, applicationName: 'plan-charge seed' });
  try {
    await assertLeastPrivilege(database);
    const began = performance.now();
    const counts = await loadDemo(database, systemClock.now(), openFileStore(config));
    await connectDemo(database, new KeyRing(dataKeys), systemClock.now());
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    process.stdout.write(
      counts === null
        ? 'The demo organisation is there already.\n'
        : `Loaded Atelier Démo in ${seconds} s: ${String(counts.people)} people, ${String(counts.allocations)} allocations, ${String(counts.timeEntries)} time entries, ${String(counts.conflicts)} conflicts.\n`,
    );
  } finally {
    await database.destroy();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`Seeding failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
