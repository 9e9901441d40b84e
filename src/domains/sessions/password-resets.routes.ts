/** Forgotten passwords: a link by mail, and what it opens. */
import type { Clock } from '../../platform/clock';
import type { LoginThrottle } from '../../platform/login-throttle';
import type { PasswordResetThrottle } from '../../platform/password-reset-throttle';
import { definePublicRoute, type Route } from '../../http/route';
import { requestPasswordReset } from './request-password-reset.command';
import { resetPassword } from './reset-password.command';
import { forgottenPasswordBody, passwordResetBody } from './sessions.schema';

export interface PasswordResetDeps {
  clock: Clock;
  throttle: LoginThrottle;
  resets: PasswordResetThrottle;
}

/** The routes of forgotten passwords. */
export function passwordResetRoutes(deps: PasswordResetDeps): Route[] {
  return [forgotRoute(deps), resetRoute(deps)];
}

function forgotRoute({ clock, resets }: PasswordResetDeps): Route {
  return definePublicRoute({
    method: 'POST',
    path: '/auth/forgot-password',
    tag: 'Auth',
    summary: 'A link for a new password by mail; the answer does not tell whether the address has an account',
    permission: 'public',
    request: { body: forgottenPasswordBody },
    response: { 202: null },
    audit: 'none:public',
    handlePublic: async (inTransaction, { body, facts }) => {
      const { address, requestId } = facts;
      await requestPasswordReset(inTransaction, resets, { email: body.email, address, requestId, now: clock.now() });
      return { status: 202 };
    },
  });
}

function resetRoute(deps: PasswordResetDeps): Route {
  return definePublicRoute({
    method: 'POST',
    path: '/auth/reset-password',
    tag: 'Auth',
    summary: 'Choose a new password with the token of a link, once; every session ends',
    permission: 'public',
    request: { body: passwordResetBody },
    response: { 204: null },
    audit: 'written:user.password_reset',
    handlePublic: async (inTransaction, { body, facts }) => {
      const { token, new_password: newPassword } = body;
      const { address, requestId } = facts;
      await resetPassword(inTransaction, deps, { token, newPassword, address, requestId, now: deps.clock.now() });
      return { status: 204 };
    },
  });
}
