/** Writes of one record at once by callers who asked for no particular version: all of them must come to pass, one after the other. */
import { DomainError } from '../shared/domain-error';
import type { Transaction } from './database';

/** Who lost once waits their turn among the losers, and can lose again only against writers who come anew. */
export const ATTEMPTS_AT_RACES = 12;

/** True when somebody changed the record between our read and our write, and the caller did not say which version they know. */
export function lostARace(error: unknown, ifMatch: string | null | undefined): boolean {
  return error instanceof DomainError && error.code === 'stale_version' && (ifMatch ?? '*').trim() === '*';
}

/** One of the organisation's losers at a time, until the transaction ends. Take it before any other lock, or writers may wait in a circle. */
export async function waitForTurn(trx: Transaction, organizationId: string): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`lost-races/${organizationId}`]);
}
