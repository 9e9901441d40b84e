/** `npm run schedules`: brings search attributes and schedules to what the lists in temporal-config say, and ends. */
import { schedules } from '../temporal-config/schedules';
import { loadConfig } from './config/config';
import { createLogger } from './platform/logger';
import { createTemporalGateway, temporalErrorCode, temporalSettings } from './platform/temporal-client';
import { reconcileSchedules, registerSearchAttributes } from './platform/temporal-namespace';

const DEADLINE_MS = 30_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const settings = temporalSettings(config.temporal);
  const logger = createLogger('schedules', config.logLevel);
  const temporal = createTemporalGateway(settings);
  try {
    await temporal.withDeadline(async (client) => {
      await registerSearchAttributes(client, settings.namespace, logger);
      await reconcileSchedules(client, schedules);
    }, DEADLINE_MS);
    process.stdout.write(`Schedules in place: ${schedules.map(({ scheduleId }) => scheduleId).join(', ')}.\n`);
  } finally {
    await temporal.close();
  }
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The schedules could not be set: ${reason} (${temporalErrorCode(error)})\n`);
  process.exitCode = 1;
});
