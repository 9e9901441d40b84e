/** Sign in, carry on, sign out, who am I. */
import type { AccessTokens } from '../../platform/access-tokens';
import type { Clock } from '../../platform/clock';
import type { LoginThrottle } from '../../platform/login-throttle';
import type { PasswordResetThrottle } from '../../platform/password-reset-throttle';
import { definePublicRoute, defineRoute, type Route } from '../../http/route';
import { findProfile } from './find-profile.query';
import { invitationRoutes } from './invitations.routes';
import { logIn } from './log-in.command';
import { logOut } from './log-out.command';
import { ownSessionRoutes } from './own-sessions.routes';
import { passwordResetRoutes } from './password-resets.routes';
import { refreshSession } from './refresh-session.command';
import { presentProfile, presentTokenPair } from './sessions.presenter';
import { loginBody, profile, refreshBody, tokenPair } from './sessions.schema';

export interface SessionRouteDeps {
  clock: Clock;
  tokens: AccessTokens;
  throttle: LoginThrottle;
  resets: PasswordResetThrottle;
  successorKey: string;
}

/** The session routes; their dependencies come from the composition root. */
export function sessionRoutes(deps: SessionRouteDeps): Route[] {
  return [
    loginRoute(deps),
    refreshRoute(deps),
    logoutRoute(deps),
    profileRoute('/auth/me'),
    profileRoute('/me'),
    ...ownSessionRoutes(deps),
    ...passwordResetRoutes(deps),
    ...invitationRoutes(deps),
  ];
}

function loginRoute(deps: SessionRouteDeps): Route {
  return definePublicRoute({
    method: 'POST',
    path: '/auth/login',
    tag: 'Auth',
    summary: 'Sign in with e-mail address and password',
    permission: 'public',
    request: { body: loginBody },
    response: { 200: tokenPair },
    audit: 'none:session',
    handlePublic: async (inTransaction, { body, facts }) => {
      const pair = await logIn(inTransaction, deps, {
        email: body.email,
        password: body.password,
        organizationId: body.org_id,
        address: facts.address,
        userAgent: facts.userAgent,
        now: deps.clock.now(),
      });
      return { status: 200, body: presentTokenPair(pair) };
    },
  });
}

function refreshRoute(deps: SessionRouteDeps): Route {
  return definePublicRoute({
    method: 'POST',
    path: '/auth/refresh',
    tag: 'Auth',
    summary: 'Exchange a refresh token for a new pair; one used again more than ten seconds later ends the session',
    permission: 'public',
    request: { body: refreshBody },
    response: { 200: tokenPair },
    audit: 'none:session',
    handlePublic: async (inTransaction, { body }) => {
      const input = { refreshToken: body.refresh_token, now: deps.clock.now() };
      const outcome = await inTransaction((trx) => refreshSession(trx, deps, input));
      if ('refusal' in outcome) return { status: 401, body: outcome.refusal };
      return { status: 200, body: presentTokenPair(outcome.pair) };
    },
  });
}

function logoutRoute(deps: SessionRouteDeps): Route {
  return defineRoute({
    method: 'POST',
    path: '/auth/logout',
    tag: 'Auth',
    summary: 'End the session of a refresh token of mine',
    permission: 'signed-in',
    request: { body: refreshBody },
    response: { 204: null },
    audit: 'none:session',
    handle: async (uow, { body }) => {
      await logOut(uow, { refreshToken: body.refresh_token, now: deps.clock.now() });
      return { status: 204 };
    },
  });
}

function profileRoute(path: '/auth/me' | '/me'): Route {
  return defineRoute({
    method: 'GET',
    path,
    tag: 'Auth',
    summary: 'Who am I, and in which organisations',
    permission: 'signed-in',
    openToTokens: true,
    request: {},
    response: { 200: profile },
    audit: 'none:read',
    handle: async (uow) => ({ status: 200, body: presentProfile(await findProfile(uow)) }),
  });
}
