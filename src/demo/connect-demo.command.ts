/** Connects the demo organisation to the fake providers of `npm start`. */
import { systemActor } from '../access/actor';
import { connectProvider } from '../domains/integrations/save-connection.command';
import type { Database } from '../platform/database';
import type { KeyRing } from '../platform/secrets/key-ring';
import { runInOrganization } from '../platform/unit-of-work';
import { DEMO_ORGANIZATION_ID } from './demo-ids.rules';

/** The keys that the fakes take. */
const KEYS = { payfit: 'demo-payfit-key', gryzzly: 'demo-gryzzly-key' } as const;

/** Once: a provider that was ever connected is left as it is, also when somebody has disconnected it. */
export async function connectDemo(database: Database, keyRing: KeyRing, now: Date): Promise<void> {
  const resolveActor = () => Promise.resolve(systemActor(DEMO_ORGANIZATION_ID));
  await runInOrganization(database, { organizationId: DEMO_ORGANIZATION_ID, resolveActor, now }, async (uow) => {
    const known = await uow
      .trx('connections')
      .where('organization_id', uow.organizationId)
      .first<object | undefined>('id');
    if (known !== undefined) return;
    for (const provider of ['payfit', 'gryzzly'] as const) {
      await connectProvider(uow, keyRing, { provider, input: { credentials: { apiKey: KEYS[provider] } } });
    }
  });
}
