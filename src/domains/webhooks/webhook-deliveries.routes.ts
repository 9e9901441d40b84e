/** What was sent to a webhook, and sending it once more: one message, or all since an instant. */
import { defineRoute, type Route } from '../../http/route';
import { idParams, pageOf, pageRequestOf, presentPage } from '../../http/schemas';
import { listDeliveries } from './list-webhooks.query';
import { redeliver } from './redeliver.command';
import { redeliverSince } from './redeliver-since.command';
import { presentDelivery } from './webhooks.presenter';
import {
  deliveriesQuery,
  deliveryAnswer,
  deliveryParams,
  redeliveriesAnswer,
  redeliveriesBody,
  redeliveriesQuery,
} from './webhooks.schema';

const facts = { tag: 'Webhooks' } as const;

const deliveriesRoute = defineRoute({
  ...facts,
  method: 'GET',
  permission: 'webhook.read',
  audit: 'none:read',
  path: '/webhooks/{id}/deliveries',
  summary: 'What was sent to a webhook, and what waits; newest first',
  request: { params: idParams, query: deliveriesQuery },
  response: { 200: pageOf(deliveryAnswer) },
  handle: async (uow, { params, query }) => {
    const page = await listDeliveries(uow, params.id, { ...pageRequestOf(query), state: query.state });
    return { status: 200, body: presentPage(page, presentDelivery) };
  },
});

const redeliverRoute = defineRoute({
  ...facts,
  path: '/webhooks/{id}/deliveries/{delivery_id}:redeliver',
  method: 'POST',
  summary: 'Send a message once more, under the same message id',
  permission: 'webhook.write',
  audit: 'written:webhook.redelivered',
  request: { params: deliveryParams },
  response: { 202: deliveryAnswer },
  handle: async (uow, { params }) => {
    const delivery = await redeliver(uow, { webhookId: params.id, deliveryId: params.delivery_id });
    return { status: 202, body: presentDelivery(delivery) };
  },
});

const redeliverSinceRoute = defineRoute({
  ...facts,
  path: '/webhooks/{id}/deliveries:redeliver',
  method: 'POST',
  summary: 'Send the messages of a span of time once more: those given up, or all; a thousand a call',
  permission: 'webhook.write',
  audit: 'written:webhook.redelivered',
  request: { params: idParams, query: redeliveriesQuery, body: redeliveriesBody },
  response: { 202: redeliveriesAnswer },
  handle: async (uow, { params, query, body }) => {
    const { queued, nextCursor } = await redeliverSince(uow, {
      webhookId: params.id,
      since: new Date(body.since),
      until: body.until === undefined ? null : new Date(body.until),
      onlyFailed: body.only_failed,
      cursor: query.cursor,
    });
    return { status: 202, body: { queued, next_cursor: nextCursor } };
  },
});

/** The routes of deliveries. */
export const webhookDeliveryRoutes: Route[] = [deliveriesRoute, redeliverRoute, redeliverSinceRoute];
