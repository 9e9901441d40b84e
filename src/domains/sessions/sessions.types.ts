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

/** What a password is judged by. */
export interface Account {
  email: string;
  passwordHash: string | null;
}

/** A change of password as it was judged, against the hash that was stored then; `next` is the hash to come. */
export interface JudgedPasswordChange {
  judgedBy: string | null;
  next: string | null;
}

/** A session as its user sees it: where it was opened, and when it was last carried on. */
export interface OwnSession {
  id: string;
  organizationId: string;
  /** What the client called itself. */
  userAgent: string | null;
  address: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
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

/** An invitation as whoever holds its token finds it. */
export interface OpenInvitation {
  organizationId: string;
  memberId: string;
  email: string;
  role: Role;
  personId: string | null;
}
