/** Connects the demo organisation to the fake providers of `npm start`, and has them read. */
import { systemActor } from '../access/actor';
import { connectProvider, type ConnectionInput } from '../domains/integrations/save-connection.command';
import { scheduleConnection } from '../domains/integrations/schedule-connection.command';
import { requestSync } from '../domains/syncs/request-sync.command';
import type { Database } from '../platform/database';
import type { KeyRing } from '../platform/secrets/key-ring';
import { runInOrganization } from '../platform/unit-of-work';
import { DEMO_ORGANIZATION_ID } from './demo-ids.rules';

interface DemoConnection {
  provider: 'payfit' | 'gryzzly';
  input: ConnectionInput;
  cron: string;
}

/**
 * The keys that the fakes take; Payfit's words for leave are the types that the demo has. Payroll is read first, since it knows
 * people whom time tracking alone makes nobody of; when the two overlap, the end of payroll's sync has the other's applied again.
 */
const CONNECTIONS: readonly DemoConnection[] = [
  {
    provider: 'payfit',
    input: {
      credentials: { apiKey: 'demo-payfit-key' },
      absenceTypes: {
        fr_conges_payes: 'conges_payes',
        fr_rtt: 'rtt',
        fr_maladie_ordinaire: 'maladie',
        colleague_remote: 'teletravail',
      },
    },
    cron: '30 5 * * 1-5',
  },
  { provider: 'gryzzly', input: { credentials: { apiKey: 'demo-gryzzly-key' } }, cron: '45 5 * * 1-5' },
];
/** Read every working morning; the first time as soon as a worker runs, so that accounts, suggestions and records are there to see. */
const EVERY_MORNING = { timezone: 'Europe/Paris', kinds: ['full'], enabled: true } as const;

/** Once: a provider that was ever connected is left as it is, also when somebody has disconnected it. */
export async function connectDemo(database: Database, keyRing: KeyRing, now: Date): Promise<void> {
  const resolveActor = () => Promise.resolve(systemActor(DEMO_ORGANIZATION_ID));
  await runInOrganization(database, { organizationId: DEMO_ORGANIZATION_ID, resolveActor, now }, async (uow) => {
    const known = await uow
      .trx('connections')
      .where('organization_id', uow.organizationId)
      .first<object | undefined>('id');
    if (known !== undefined) return;
    for (const { provider, input, cron } of CONNECTIONS) {
      const { id: connectionId } = await connectProvider(uow, keyRing, { provider, input });
      await scheduleConnection(uow, connectionId, { cron, ...EVERY_MORNING });
      await requestSync(uow, { connectionId, kind: 'full', dryRun: false, trigger: 'schedule' });
    }
  });
}
