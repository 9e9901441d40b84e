/** Joining an organisation by the token of an invitation. */
import type { Clock } from '../../platform/clock';
import { definePublicRoute, type Route } from '../../http/route';
import { acceptInvitation, type AcceptanceDeps } from './accept-invitation.command';
import { presentTokenPair } from './sessions.presenter';
import { acceptanceBody, tokenPair } from './sessions.schema';

/** The route of whoever is invited. */
export function invitationRoutes(deps: AcceptanceDeps & { clock: Clock }): Route[] {
  return [
    definePublicRoute({
      method: 'POST',
      path: '/auth/accept-invitation',
      tag: 'Auth',
      summary: 'Join: a newcomer with name and password, who has an account with the password it has',
      permission: 'public',
      request: { body: acceptanceBody },
      response: { 200: tokenPair },
      audit: 'written:member.joined',
      handlePublic: async (inTransaction, { body, facts }) => {
        const { token, full_name: fullName, password } = body;
        const { address, userAgent, requestId } = facts;
        const input = { token, fullName, password, address, userAgent, requestId, now: deps.clock.now() };
        return { status: 200, body: presentTokenPair(await acceptInvitation(inTransaction, deps, input)) };
      },
    }),
  ];
}
