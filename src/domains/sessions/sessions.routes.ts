/** Sign in, carry on, sign out, who am I. */
import type { AccessTokens } from '../../platform/access-tokens';
import { ACCESS_TOKEN_SECONDS } from '../../platform/access-tokens';
import type { Clock } from '../../platform/clock';
import type { LoginThrottle } from '../../platform/login-throttle';
import { definePublicRoute, defineRoute, type Route } from '../../http/route';
import { enterSystemScope, type UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { logIn } from './log-in.command';
import { logOut } from './log-out.command';
import { refreshSession } from './refresh-session.command';
import { SessionRepository } from './sessions.repository';
import { presentProfile, presentTokenPair } from './sessions.presenter';
import { loginBody, profile, refreshBody, tokenPair } from './sessions.schema';

export interface SessionRouteDeps {
  clock: Clock;
  tokens: AccessTokens;
  throttle: LoginThrottle;
  successorKey: string;
}

/** The session routes; their dependencies come from the composition root. */
export function sessionRoutes(deps: SessionRouteDeps): Route[] {
  return [loginRoute(deps), refreshRoute(deps), logoutRoute(deps), profileRoute('/auth/me'), profileRoute('/me')];
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
    handlePublic: async (trx, { body, facts }) => {
      const pair = await logIn(trx, deps, {
        email: body.email,
        password: body.password,
        organizationId: body.org_id,
        address: facts.address,
        userAgent: facts.userAgent,
        now: deps.clock.now(),
      });
      return { status: 200, body: presentTokenPair(pair, ACCESS_TOKEN_SECONDS) };
    },
  });
}

function refreshRoute(deps: SessionRouteDeps): Route {
  return definePublicRoute({
    method: 'POST',
    path: '/auth/refresh',
    tag: 'Auth',
    summary: 'Exchange a refresh token for a new pair; a token used twice ends the session',
    permission: 'public',
    request: { body: refreshBody },
    response: { 200: tokenPair },
    audit: 'none:session',
    handlePublic: async (trx, { body }) => {
      const outcome = await refreshSession(trx, deps, { refreshToken: body.refresh_token, now: deps.clock.now() });
      if ('refusal' in outcome) return { status: 401, body: outcome.refusal };
      return { status: 200, body: presentTokenPair(outcome.pair, ACCESS_TOKEN_SECONDS) };
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
    request: {},
    response: { 200: profile },
    audit: 'none:read',
    handle: async (uow) => ({ status: 200, body: presentProfile(await profileOf(uow)) }),
  });
}

async function profileOf(uow: UnitOfWork): Promise<Parameters<typeof presentProfile>[0]> {
  await enterSystemScope(uow.trx, 'login'); // the profile names the user's other organisations too
  const user = await new SessionRepository(uow.trx).loadUser(uow.actor.userId ?? '', uow.organizationId);
  if (user === undefined) throw new DomainError('unauthenticated', 'The session has ended; sign in again.');
  return user;
}
