/** Where providers tell that something changed. */
import { z } from 'zod';
import type { Clock } from '../../platform/clock';
import type { KeyRing } from '../../platform/secrets/key-ring';
import { definePublicRoute, type Route } from '../../http/route';
import { receiveWebhook } from './receive-webhook.command';
import { connectionParams } from './syncs.schema';

/** The route of providers' webhooks. */
export function providerWebhookRoutes({ clock, keyRing }: { clock: Clock; keyRing: KeyRing }): Route[] {
  return [
    definePublicRoute({
      method: 'POST',
      path: '/integrations/webhooks/{connection_id}',
      tag: 'Integrations',
      summary:
        'A provider says that something changed; signed in the headers svix-id, svix-timestamp and svix-signature',
      permission: 'public',
      request: { params: connectionParams, body: z.record(z.string(), z.unknown()) },
      response: { 202: z.strictObject({ accepted: z.literal(true) }) },
      audit: 'written:sync_run.created',
      handlePublic: async (inTransaction, { params, facts }) => {
        const signed = {
          messageId: facts.header('svix-id'),
          timestamp: facts.header('svix-timestamp'),
          signatures: facts.header('svix-signature'),
          body: facts.bodyText,
        };
        const { requestId } = facts;
        const delivery = { connectionId: params.connection_id, signed, now: clock.now(), requestId };
        await receiveWebhook(inTransaction, keyRing, delivery);
        return { status: 202, body: { accepted: true } };
      },
    }),
  ];
}
