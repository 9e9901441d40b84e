/** Sessions: one per login, carried on by refresh tokens that are used once each. */
import type { Role } from '../../access/role-grants';

export interface SessionRow {
  organizationId: string;
  id: string;
  userId: string;
  /** SHA-256 of the refresh token that is valid now. */
  refreshHash: Buffer;
  /** SHA-256 of the one before it, and when it was used. */
  spentHash: Buffer | null;
  spentAt: Date | null;
  expiresAt: Date;
  revokedAt: Date | null;
}

/** A user as they sign in: with every organisation they belong to. */
export interface SignedInUser {
  id: string;
  email: string;
  fullName: string;
  organizationId: string;
  role: Role;
  personId: string | null;
  organizations: { id: string; name: string; role: Role }[];
}

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  /** Lifetime of the access token. */
  expiresInSeconds: number;
  user: SignedInUser;
}
