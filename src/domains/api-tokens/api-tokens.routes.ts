/** API tokens: mine, and for an admin everybody's. Only somebody who is signed in makes or revokes one. */
import { defineRoute, type Route } from '../../http/route';
import { idParams, pageOf, pageRequestOf, presentPage } from '../../http/schemas';
import { presentApiToken } from './api-tokens.presenter';
import { apiTokenAnswer, apiTokensQuery, newApiTokenAnswer, newApiTokenBody } from './api-tokens.schema';
import { createApiToken } from './create-api-token.command';
import { listApiTokens } from './list-api-tokens.query';
import { revokeApiToken } from './revoke-api-token.command';

const tag = 'API tokens';

const listRoute = defineRoute({
  method: 'GET',
  path: '/api-tokens',
  tag,
  summary: 'My API tokens; for an admin everybody’s',
  permission: 'signed-in',
  request: { query: apiTokensQuery },
  response: { 200: pageOf(apiTokenAnswer) },
  audit: 'none:read',
  handle: async (uow, { query }) => {
    const page = await listApiTokens(uow, pageRequestOf(query), { userId: query.user_id });
    return { status: 200, body: presentPage(page, presentApiToken) };
  },
});

const createRoute = defineRoute({
  method: 'POST',
  path: '/api-tokens',
  tag,
  summary: 'Make an API token; the secret is shown this once',
  permission: 'signed-in',
  request: { body: newApiTokenBody },
  response: { 201: newApiTokenAnswer },
  audit: 'written:api_token.created',
  shownOnce: ['secret'],
  handle: async (uow, { body }) => {
    const { name, scopes, expires_at: until } = body;
    const expiresAt = until === undefined || until === null ? null : new Date(until);
    const { token, secret } = await createApiToken(uow, { name, scopes, expiresAt });
    return { status: 201, body: { ...presentApiToken(token), secret }, version: token.version };
  },
});

const revokeRoute = defineRoute({
  method: 'DELETE',
  path: '/api-tokens/{id}',
  tag,
  summary: 'Revoke an API token at once',
  permission: 'signed-in',
  request: { params: idParams },
  response: { 204: null },
  audit: 'written:api_token.revoked',
  handle: async (uow, { params }) => {
    await revokeApiToken(uow, params.id);
    return { status: 204 };
  },
});

/** The routes of API tokens. */
export const apiTokenRoutes: Route[] = [listRoute, createRoute, revokeRoute];
