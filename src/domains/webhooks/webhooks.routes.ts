/** Webhooks: where an organisation hears of its events. What was sent there has routes of its own. */
import { z } from 'zod';
import { definePreparedRoute, defineRoute, type Answer, type Route } from '../../http/route';
import { idParams, pageOf, pageQuery, pageRequestOf, presentPage } from '../../http/schemas';
import type { KeyRing } from '../../platform/secrets/key-ring';
import type { WebhookSender } from '../../platform/webhook-sender';
import { locatedAt } from '../../shared/api-path';
import { getWebhook, listWebhooks } from './list-webhooks.query';
import { rotateWebhookSecret } from './rotate-webhook-secret.command';
import { changeWebhook, createWebhook, deleteWebhook } from './save-webhook.command';
import { noteTest, prepareTest, sendTest } from './test-webhook.command';
import { webhookDeliveryRoutes } from './webhook-deliveries.routes';
import { presentWebhook } from './webhooks.presenter';
import { rotateBody, testAnswer, webhookAnswer, webhookBodies, webhookWithSecret } from './webhooks.schema';
import type { Webhook } from './webhooks.types';

export interface WebhookRouteDeps {
  keyRing: KeyRing;
  sender: WebhookSender;
  /** True where webhooks may go to this machine and private networks. */
  allowPrivateAddresses: boolean;
}

const collection = { tag: 'Webhooks', path: '/webhooks' } as const;
const one = { tag: 'Webhooks', path: '/webhooks/{id}' } as const;
const reading = { method: 'GET', permission: 'webhook.read', audit: 'none:read' } as const;

/** The routes of webhooks; their dependencies come from the composition root. */
export function webhookRoutes(deps: WebhookRouteDeps): Route[] {
  return [
    listRoute,
    createRoute(deps),
    getRoute,
    updateRoute(deps),
    deleteRoute,
    testRoute(deps),
    rotateRoute(deps),
    ...webhookDeliveryRoutes,
  ];
}

const listRoute = defineRoute({
  ...reading,
  ...collection,
  summary: 'Webhooks of the organisation',
  request: { query: z.strictObject(pageQuery) },
  response: { 200: pageOf(webhookAnswer) },
  handle: async (uow, { query }) => {
    const page = await listWebhooks(uow, pageRequestOf(query));
    return { status: 200, body: presentPage(page, presentWebhook) };
  },
});

const getRoute = defineRoute({
  ...reading,
  ...one,
  summary: 'Get one webhook',
  request: { params: idParams },
  response: { 200: webhookAnswer },
  handle: async (uow, { params }) => answerOf(await getWebhook(uow, params.id)),
});

function createRoute({ keyRing, allowPrivateAddresses }: WebhookRouteDeps): Route {
  return defineRoute({
    ...collection,
    method: 'POST',
    summary: 'Make a webhook; the secret is shown this once',
    permission: 'webhook.write',
    audit: 'written:webhook.created',
    shownOnce: ['secret'],
    request: { body: webhookBodies({ allowPrivateAddresses }).create },
    response: { 201: webhookWithSecret },
    handle: async (uow, { body }) => {
      const { url, event_types: eventTypes, description = null } = body;
      const { webhook, secret } = await createWebhook(uow, keyRing, { url, eventTypes, description });
      const headers = locatedAt(`/webhooks/${webhook.id}`);
      return { status: 201, body: { ...presentWebhook(webhook), secret }, version: webhook.version, headers };
    },
  });
}

function updateRoute({ allowPrivateAddresses }: WebhookRouteDeps): Route {
  return defineRoute({
    ...one,
    method: 'PATCH',
    summary: 'Another URL or other events; pause it, or make it active again',
    permission: 'webhook.write',
    audit: 'written:webhook.updated',
    request: { params: idParams, body: webhookBodies({ allowPrivateAddresses }).update },
    response: { 200: webhookAnswer },
    handle: async (uow, { params, body: { event_types: eventTypes, ...rest } }) =>
      answerOf(await changeWebhook(uow, params.id, { ...rest, eventTypes })),
  });
}

const deleteRoute = defineRoute({
  ...one,
  method: 'DELETE',
  summary: 'Delete a webhook; what waits for it is not sent',
  permission: 'webhook.write',
  audit: 'written:webhook.deleted',
  request: { params: idParams },
  response: { 204: null },
  handle: async (uow, { params }) => {
    await deleteWebhook(uow, params.id);
    return { status: 204 };
  },
});

function testRoute({ keyRing, sender }: WebhookRouteDeps): Route {
  return definePreparedRoute({
    ...one,
    path: '/webhooks/{id}:test',
    method: 'POST',
    summary: 'Send a test message now and see what becomes of it',
    permission: 'webhook.write',
    audit: 'written:webhook.tested',
    request: { params: idParams },
    response: { 200: testAnswer },
    lookUp: (uow, { params }) => prepareTest(uow, keyRing, params.id),
    compute: (message) => sendTest(sender, message),
    handle: async (uow, { params }, outcome) => {
      await getWebhook(uow, params.id);
      noteTest(uow, params.id, outcome);
      const delivered = outcome.outcome === 'delivered';
      return { status: 200, body: { delivered, status: outcome.status, error: delivered ? null : outcome.reason } };
    },
  });
}

function rotateRoute({ keyRing }: WebhookRouteDeps): Route {
  return defineRoute({
    ...one,
    path: '/webhooks/{id}:rotate-secret',
    method: 'POST',
    summary: 'A new secret, shown this once; the one there was still signs for a while',
    permission: 'webhook.write',
    audit: 'written:webhook.secret_rotated',
    shownOnce: ['secret'],
    request: { params: idParams, body: rotateBody },
    response: { 200: webhookWithSecret },
    handle: async (uow, { params, body }) => {
      const request = { id: params.id, overlapHours: body.overlap_hours };
      const { webhook, secret } = await rotateWebhookSecret(uow, keyRing, request);
      return { status: 200, body: { ...presentWebhook(webhook), secret }, version: webhook.version };
    },
  });
}

function answerOf(webhook: Webhook): Answer {
  return { status: 200, body: presentWebhook(webhook), version: webhook.version };
}
