/** Providers, and the connections of an organisation to them. */
import { z } from 'zod';
import type { KeyRing } from '../../platform/secrets/key-ring';
import { definePreparedRoute, defineRoute, type Answer, type Route } from '../../http/route';
import { idParams, pageOf, pageQuery, pageRequestOf, presentPage } from '../../http/schemas';
import { locatedAt } from '../../shared/api-path';
import { invalidField, referenceNotFound } from '../../shared/domain-error';
import { deleteConnection } from './delete-connection.command';
import { getConnection, getConnectionForUpdate, listConnections } from './list-connections.query';
import { presentConnection, presentProvider } from './connections.presenter';
import {
  changedConnection,
  connectionAnswer,
  newConnection,
  providerAnswer,
  scheduleBody,
  testAnswer,
  type ConnectionBody,
} from './connections.schema';
import type { Connection, ConnectionProvider, Providers } from './connections.types';
import type { ProviderCredentials } from './provider.types';
import { providerById, providerDescriptions } from './providers.rules';
import type { KeepRotatedCredentials } from './rotate-credentials.command';
import { changeConnection, connectProvider, type ConnectionInput } from './save-connection.command';
import { scheduleConnection } from './schedule-connection.command';
import { askProvider, findConnectionToTest, storeTestOutcome, type ConnectionToTest } from './test-connection.command';

export interface ConnectionRouteDeps {
  keyRing: KeyRing;
  providers: Providers;
  /** Commits rotated credentials by itself. */
  keepRotated: KeepRotatedCredentials;
}

const collection = { tag: 'Integrations', path: '/integrations/connections' } as const;
const one = { tag: 'Integrations', path: '/integrations/connections/{id}' } as const;
const reading = { method: 'GET', permission: 'connection.read', audit: 'none:read' } as const;

/** The routes of connections; their dependencies come from the composition root. */
export function connectionRoutes(deps: ConnectionRouteDeps): Route[] {
  return [
    providersRoute,
    listRoute,
    createRoute(deps),
    getRoute,
    updateRoute(deps),
    deleteRoute,
    testRoute(deps),
    scheduleRoute,
  ];
}

const providersRoute = defineRoute({
  ...reading,
  tag: 'Integrations',
  path: '/integrations/providers',
  summary: 'Providers that can be connected, and what each can do',
  request: {},
  response: { 200: pageOf(providerAnswer) },
  handle: () => {
    const items = providerDescriptions.map(presentProvider);
    const page = { total: items.length, page: 1, page_size: items.length, next_cursor: null };
    return Promise.resolve({ status: 200, body: { items, ...page } });
  },
});

const listRoute = defineRoute({
  ...reading,
  ...collection,
  summary: 'Connections of the organisation',
  request: { query: z.strictObject(pageQuery) },
  response: { 200: pageOf(connectionAnswer) },
  handle: async (uow, { query }) => {
    const page = await listConnections(uow, pageRequestOf(query));
    return { status: 200, body: presentPage(page, presentConnection) };
  },
});

const getRoute = defineRoute({
  ...reading,
  ...one,
  summary: 'Get one connection',
  request: { params: idParams },
  response: { 200: connectionAnswer },
  handle: async (uow, { params }) => answerOf(await getConnection(uow, params.id), 200),
});

function createRoute({ keyRing }: ConnectionRouteDeps): Route {
  return defineRoute({
    ...collection,
    method: 'POST',
    summary: 'Connect a provider, or change the connection there is: one per provider',
    permission: 'connection.write',
    audit: 'written:connection.created',
    request: { body: newConnection },
    response: { 201: connectionAnswer },
    handle: async (uow, { body: { provider_id: id, provider_key: key, ...body } }) => {
      const provider = key ?? providerById(id ?? '')?.key;
      if (provider === undefined) throw referenceNotFound('/provider_id');
      const connection = await connectProvider(uow, keyRing, { provider, input: inputOf(provider, body) });
      const headers = locatedAt(`/integrations/connections/${connection.id}`);
      return { ...answerOf(connection, 201), headers };
    },
  });
}

function updateRoute({ keyRing }: ConnectionRouteDeps): Route {
  return defineRoute({
    ...one,
    method: 'PATCH',
    summary: 'New credentials, another mapping of absence types, or revoke it',
    permission: 'connection.write',
    audit: 'written:connection.updated',
    request: { params: idParams, body: changedConnection },
    response: { 200: connectionAnswer },
    handle: async (uow, { params, body }) => {
      const before = await getConnectionForUpdate(uow, params.id);
      const input = inputOf(before.provider, body);
      return answerOf(await changeConnection(uow, keyRing, { before, input }), 200);
    },
  });
}

const deleteRoute = defineRoute({
  ...one,
  method: 'DELETE',
  summary: 'Disconnect: secrets go, syncs end, what was read into the plan stays',
  permission: 'connection.write',
  audit: 'written:connection.deleted',
  request: { params: idParams },
  response: { 204: null },
  handle: async (uow, { params }) => {
    await deleteConnection(uow, params.id);
    return { status: 204 };
  },
});

function testRoute({ keyRing, providers, keepRotated }: ConnectionRouteDeps): Route {
  return definePreparedRoute({
    ...one,
    path: '/integrations/connections/{id}:test',
    method: 'POST',
    summary: 'Ask the provider whether it accepts the credentials',
    permission: 'connection.write',
    audit: 'written:connection.tested',
    request: { params: idParams },
    response: { 200: testAnswer },
    lookUp: (uow, { params }) => findConnectionToTest(uow, keyRing, params.id),
    compute: (found: ConnectionToTest) => {
      const provider = providers[found.provider as ConnectionProvider];
      return askProvider(provider, found, (fresh) => keepRotated(found, { spent: found.credentials, fresh }));
    },
    handle: async (uow, { params }, outcome) => {
      const connection = await storeTestOutcome(uow, params.id, outcome);
      const facts = outcome.ok ? outcome.facts : { accountExternalId: null, accountName: null, scopes: null };
      const { accountExternalId: account_id, accountName: account_name, scopes } = facts;
      const error = outcome.ok ? null : outcome.error;
      const body = {
        ok: outcome.ok,
        error,
        account_id,
        account_name,
        scopes,
        connection: presentConnection(connection),
      };
      return { status: 200, body, version: connection.version };
    },
  });
}

const scheduleRoute = defineRoute({
  ...one,
  path: '/integrations/connections/{id}/schedule',
  method: 'PUT',
  summary: 'When the connection is read by itself',
  permission: 'connection.write',
  audit: 'written:connection.scheduled',
  request: { params: idParams, body: scheduleBody },
  response: { 200: connectionAnswer },
  handle: async (uow, { params, body }) => answerOf(await scheduleConnection(uow, params.id, body), 200),
});

function answerOf(connection: Connection, status: number): Answer {
  return { status, body: presentConnection(connection), version: connection.version };
}

/** @throws DomainError validation_failed when the provider does not take such credentials */
function inputOf(provider: ConnectionProvider, body: ConnectionBody): ConnectionInput {
  const { credentials, webhook_secret, absence_types, status } = body;
  const ways = providerDescriptions.find(({ key }) => key === provider)?.credentials ?? [];
  const given = Object.keys(credentials ?? {})
    .sort()
    .join();
  if (credentials && !ways.some((way) => [...way].sort().join() === given)) {
    throw invalidField('/credentials', 'not_supported', `${provider} does not take such credentials`);
  }
  return {
    credentials: credentials && credentialsOf(credentials),
    webhookSecret: webhook_secret,
    absenceTypes: absence_types,
    status,
  };
}

function credentialsOf(body: NonNullable<ConnectionBody['credentials']>): ProviderCredentials {
  if ('api_key' in body) return { apiKey: body.api_key };
  return { clientId: body.client_id, clientSecret: body.client_secret, refreshToken: body.refresh_token };
}
