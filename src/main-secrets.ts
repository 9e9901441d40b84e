/** `npm run secrets:reencrypt`: brings every stored secret under the newest of `DATA_KEYS`; then the older ones can go. */
import { loadConfig } from './config/config';
import { openDatabase } from './platform/database';
import { KeyRing } from './platform/secrets/key-ring';
import { reencrypt, type EncryptedColumn } from './platform/secrets/reencrypt';
import { connectionSecretColumns } from './domains/integrations/connection-secrets.rules';
import { reportSecretColumn } from './domains/report-schedules/report-secrets.rules';
import { webhookSecretColumns } from './domains/webhooks/webhook-secrets.rules';

/** Every column that holds ciphertexts. */
const encryptedColumns: readonly EncryptedColumn[] = [
  ...connectionSecretColumns,
  reportSecretColumn,
  ...webhookSecretColumns,
];

async function main(): Promise<void> {
  const config = loadConfig();
  if (config.databaseAdminUrl === undefined) {
    throw new Error('DATABASE_ADMIN_URL is not set; `npm run secrets:reencrypt` beside a running npm start sets it.');
  }
  const admin = openDatabase(config.databaseAdminUrl, { poolSize: 2, applicationName: 'plan-charge secrets' });
  const ring = new KeyRing(config.dataKeys);
  try {
    for (const place of encryptedColumns) {
      const rewritten = await reencrypt(admin, ring, place);
      process.stdout.write(`${place.table}.${place.column}: ${String(rewritten)} brought under the newest key\n`);
    }
  } finally {
    await admin.destroy();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
