/** Sessions and profiles as they are answered. */
import type { SignedInUser, TokenPair } from './sessions.types';

/** The profile of a signed-in user. */
export function presentProfile(user: SignedInUser): object {
  return {
    id: user.id,
    email: user.email,
    full_name: user.fullName,
    org_id: user.organizationId,
    roles: [user.role],
    person_id: user.personId,
    organizations: user.organizations,
  };
}

/** A fresh pair of tokens. */
export function presentTokenPair(pair: TokenPair): object {
  return {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    token_type: 'bearer',
    expires_in: pair.expiresInSeconds,
    user: presentProfile(pair.user),
  };
}
