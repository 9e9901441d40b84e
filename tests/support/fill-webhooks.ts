/** A webhook and a message for it, for the tests of migrations: the trigger makes no row for rows that are planted. */
import { newId } from '../../src/shared/ids';
import type { Factory } from './factories';

export async function fillWebhooks(factory: Factory, organization_id: string): Promise<void> {
  const id = newId();
  const what = { event_types: ['tag.created'], state: 'active', secret: Buffer.from('x') };
  await factory.insert('webhooks', { organization_id, id, url: 'https://hooks.example.com', ...what });
  const event = { event_id: 1, event_type: 'tag.created', entity_type: 'tag', entity_id: newId(), entity_version: 1 };
  const message = { organization_id, id: newId(), webhook_id: id, occurred_at: new Date() };
  await factory.insert('webhook_deliveries', { ...message, ...event });
}
