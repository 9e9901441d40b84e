/** What a signed-in user does with their own sessions and password. */
import type { AccessTokens } from '../../platform/access-tokens';
import type { LoginThrottle } from '../../platform/login-throttle';
import { definePreparedRoute, defineRoute, type Route } from '../../http/route';
import { idParams, pageOf, presentPage } from '../../http/schemas';
import { changePassword } from './change-password.command';
import { findOwnAccount } from './find-own-account.query';
import { judgePasswordChange } from './judge-password-change.command';
import { listOwnSessions } from './list-own-sessions.query';
import { revokeSession } from './revoke-session.command';
import { presentSession, presentTokenPair } from './sessions.presenter';
import { passwordChangeBody, sessionAnswer, sessionsQuery, switchBody, tokenPair } from './sessions.schema';
import { switchOrganization } from './switch-organization.command';

/** The routes of one's own sessions. */
export function ownSessionRoutes(deps: { throttle: LoginThrottle; tokens: AccessTokens }): Route[] {
  return [listRoute, revokeRoute, changePasswordRoute(deps), switchRoute(deps)];
}

const listRoute = defineRoute({
  method: 'GET',
  path: '/auth/sessions',
  tag: 'Auth',
  summary: 'Where I am signed in, newest first',
  permission: 'signed-in',
  request: { query: sessionsQuery },
  response: { 200: pageOf(sessionAnswer) },
  audit: 'none:read',
  handle: async (uow, { query }) => {
    const page = await listOwnSessions(uow, { page: query.page, pageSize: query.page_size, cursor: query.cursor });
    return { status: 200, body: presentPage(page, (session) => presentSession(session, uow.actor.sessionId)) };
  },
});

const revokeRoute = defineRoute({
  method: 'DELETE',
  path: '/auth/sessions/{id}',
  tag: 'Auth',
  summary: 'End one of my sessions',
  permission: 'signed-in',
  request: { params: idParams },
  response: { 204: null },
  audit: 'none:session',
  handle: async (uow, { params }) => {
    await revokeSession(uow, params.id);
    return { status: 204 };
  },
});

function changePasswordRoute(deps: { throttle: LoginThrottle }): Route {
  return definePreparedRoute({
    method: 'POST',
    path: '/auth/change-password',
    tag: 'Auth',
    summary: 'Change my password; every session of mine ends',
    permission: 'signed-in',
    request: { body: passwordChangeBody },
    response: { 204: null },
    audit: 'written:user.password_changed',
    lookUp: findOwnAccount,
    compute: (account, { body, facts }) =>
      judgePasswordChange(deps, account, {
        currentPassword: body.current_password,
        newPassword: body.new_password,
        address: facts.address,
      }),
    handle: async (uow, _input, change) => {
      await changePassword(uow, change);
      return { status: 204 };
    },
  });
}

function switchRoute(deps: { tokens: AccessTokens }): Route {
  return defineRoute({
    method: 'POST',
    path: '/auth/switch-organization',
    tag: 'Auth',
    summary: 'A pair of tokens for another organisation of mine',
    permission: 'signed-in',
    request: { body: switchBody },
    response: { 200: tokenPair },
    audit: 'none:session',
    handle: async (uow, { body, facts }) => {
      const { address, userAgent } = facts;
      const pair = await switchOrganization(uow, deps, { organizationId: body.org_id, address, userAgent });
      return { status: 200, body: presentTokenPair(pair) };
    },
  });
}
