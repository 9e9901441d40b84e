/** Gives somebody an account, of no organisation yet. */
import type { Transaction } from '../../platform/database';
import { newId } from '../../shared/ids';

/** The id of the new user. Needs the system scope. @throws DomainError duplicate when somebody has the address meanwhile */
export async function createAccount(
  trx: Transaction,
  { email, fullName, passwordHash }: { email: string; fullName: string; passwordHash: string },
): Promise<string> {
  const id = newId();
  await trx('users').insert({ id, email: email.toLowerCase(), full_name: fullName, password_hash: passwordHash });
  return id;
}
