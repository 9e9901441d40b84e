/** The account of an address, for whoever judges a password. Never answered to anybody. */
import type { Transaction } from '../../platform/database';
import { SessionRepository } from './sessions.repository';

/** Undefined when nobody has the address, in whatever organisation. Needs the system scope. */
export async function findAccount(
  trx: Transaction,
  email: string,
): Promise<{ id: string; passwordHash: string | null } | undefined> {
  const user = await new SessionRepository(trx).findUserByEmail(email);
  return user && { id: user.id, passwordHash: user.password_hash };
}
