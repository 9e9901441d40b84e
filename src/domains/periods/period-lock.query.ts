/**
 * The lock between closing months and writes to the plan: writers share it, whoever closes or reopens holds it alone. So a
 * write is either in the closed figures or refused, never neither. Taken after the people's locks and kept until the
 * transaction ends; whoever holds it waits for no other lock, so nobody waits in a circle.
 */
import type { Transaction } from '../../platform/database';
import { monthOf, type IsoDate } from '../../shared/calendar-dates';

/**
 * For a write that may change figures: waits for a closing under way, holds up the next one, and answers which months
 * (`YYYY-MM`) between the dates are closed then.
 */
export async function shareClosedMonths(
  trx: Transaction,
  organizationId: string,
  { first, last }: { first: IsoDate; last: IsoDate },
): Promise<Set<string>> {
  const { rows } = await trx
    .raw<{ rows: { month: IsoDate }[] }>('select month from share_closed_months(?, ?, ?) as month', [
      organizationId,
      first,
      last,
    ])
    .options({ name: 'closed-months' });
  return new Set(rows.map(({ month }) => monthOf(month)));
}

/** The first day of the earliest month that is closed; null when none is. Takes no lock. */
export async function firstClosedDay(trx: Transaction, organizationId: string): Promise<IsoDate | null> {
  const { first } = await trx('periods')
    .where({ organization_id: organizationId, state: 'closed' })
    .whereNull('deleted_at')
    .first<{ first: IsoDate | null }>(trx.raw('min(month) as first'));
  return first;
}

/** For closing or reopening: waits for the writes under way and holds up the next ones. */
export async function holdPeriods(trx: Transaction, organizationId: string): Promise<void> {
  await trx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [keyOf(organizationId)]);
}

/** The same key is in the function `share_closed_months` (migration 0034). */
function keyOf(organizationId: string): string {
  return `periods/${organizationId}`;
}
