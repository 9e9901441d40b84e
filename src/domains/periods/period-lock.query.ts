/**
 * The lock between closing months and writes to the plan: writers share it, whoever closes or reopens holds it alone. So a
 * write is either in the closed figures or refused, never neither. Taken after the people's locks and kept until the
 * transaction ends; whoever holds it waits for no other lock, so nobody waits in a circle.
 */
import type { Transaction } from '../../platform/database';

/** For a write that may change figures; then read which months are closed in a statement of its own. */
export async function sharePeriods(trx: Transaction, organizationId: string): Promise<void> {
  await trx.raw(`select pg_advisory_xact_lock_shared(hashtextextended(?, 0))`, [keyOf(organizationId)]);
}

/** For closing or reopening: waits for the writes under way and holds up the next ones. */
export async function holdPeriods(trx: Transaction, organizationId: string): Promise<void> {
  await trx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [keyOf(organizationId)]);
}

function keyOf(organizationId: string): string {
  return `periods/${organizationId}`;
}
