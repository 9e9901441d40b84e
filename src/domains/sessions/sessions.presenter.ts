/** Sessions and profiles as they are answered. */
import type { OwnSession, SignedInUser, TokenPair } from './sessions.types';

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

/** A session as its own user sees it; `is_current` is the one that asks. */
export function presentSession(session: OwnSession, currentId: string | null): object {
  return {
    id: session.id,
    org_id: session.organizationId,
    device: session.userAgent,
    address: session.address,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    is_current: session.id === currentId,
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
