/** Everybody's days as they are after the last committed write: stored weeks where they are right, computed where not. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Transaction } from '../../platform/database';
import { ledgerFigures, type DayRange, type FigureColumns, type LedgerFigure } from './capacity.types';
import { ledgerOf, loadPlans } from './compute-ledgers.query';
import { unpackWeeks } from './packed-weeks.rules';
import { widenToWeeks } from './person-ledger.rules';
import { StoredLedgerRepository, type StoredLedger } from './stored-ledgers.repository';

/** Person-days waiting for the workflow that a read computes itself (READINGS 34). */
export const MOST_DIRTY_DAYS = 200_000;
/** People between two turns of the event loop: some milliseconds of work. */
const PEOPLE_AT_ONCE = 100;

/** Minutes per day for some of the figures: index `day - from`. */
export type ColumnsOf<F extends LedgerFigure> = Readonly<Record<F, Int32Array>>;

export interface LedgerRequest<F extends LedgerFigure> {
  personIds: readonly string[];
  range: DayRange;
  /** All eight when left out; fewer are read faster. */
  figures?: readonly F[];
}

/** Everybody's columns, in the order of `personIds`. */
export interface LedgerReading<F extends LedgerFigure> {
  ledgers: Map<string, ColumnsOf<F>>;
  /** Not null: so much waits for the workflow that some ledgers are as they were before it began to wait, that long ago. */
  staleSeconds: number | null;
}

/**
 * Minutes per day of `[from, to)` for each person, dense. Somebody with a dirty range, or with a week that is not stored, is
 * computed from the plan in memory, so a read never shows less than the last committed write, whatever that takes.
 */
export async function readLedgers<F extends LedgerFigure = LedgerFigure>(
  trx: Transaction,
  organizationId: string,
  request: LedgerRequest<F>,
): Promise<Map<string, ColumnsOf<F>>> {
  return (await readWithin(trx, organizationId, { ...request, mostDirtyDays: Infinity })).ledgers;
}

/** The same, except that where more than `MOST_DIRTY_DAYS` wait, stored weeks are taken as they are, and it says so (READINGS 34). */
export async function readLedgersOrStale<F extends LedgerFigure = LedgerFigure>(
  trx: Transaction,
  organizationId: string,
  request: LedgerRequest<F>,
): Promise<LedgerReading<F>> {
  return readWithin(trx, organizationId, { ...request, mostDirtyDays: MOST_DIRTY_DAYS });
}

async function readWithin<F extends LedgerFigure>(
  trx: Transaction,
  organizationId: string,
  request: LedgerRequest<F> & { mostDirtyDays: number },
): Promise<LedgerReading<F>> {
  const { personIds, range, mostDirtyDays } = request;
  const figures = request.figures ?? (ledgerFigures as readonly LedgerFigure[] as readonly F[]);
  const weeks = widenToWeeks(range);
  const stored = await new StoredLedgerRepository(trx, organizationId).read(personIds, weeks, figures);
  const dirty = stored.filter((ledger) => ledger.dirtyDays > 0);
  const dirtyDays = dirty.reduce((sum, ledger) => sum + Math.min(ledger.dirtyDays, range.to - range.from), 0);
  const isStale = dirtyDays > mostDirtyDays;
  const usable = isStale ? stored : stored.filter((ledger) => ledger.dirtyDays === 0);
  const ledgers = await unpackAll(usable, figures, { weeks, range });
  const unsure = personIds.filter((personId) => !ledgers.has(personId));
  for (let start = 0; start < unsure.length; start += PEOPLE_AT_ONCE) {
    const some = unsure.slice(start, start + PEOPLE_AT_ONCE);
    const { plans } = await loadPlans(trx, organizationId, { personIds: some, range });
    for (const personId of some) ledgers.set(personId, columnsOf(ledgerOf(plans, personId, range), figures));
  }
  return {
    ledgers: new Map(personIds.map((personId) => [personId, ledgers.get(personId) as ColumnsOf<F>])),
    staleSeconds: isStale ? Math.max(...dirty.map((ledger) => ledger.ageSeconds)) : null,
  };
}

async function unpackAll<F extends LedgerFigure>(
  stored: readonly StoredLedger[],
  figures: readonly F[],
  ranges: { weeks: DayRange; range: DayRange },
): Promise<Map<string, ColumnsOf<F>>> {
  const ledgers = new Map<string, ColumnsOf<F>>();
  for (const { personId, packed } of stored) {
    ledgers.set(personId, unpackWeeks(packed, figures, ranges));
    if (ledgers.size % PEOPLE_AT_ONCE === 0) await nextTurn();
  }
  return ledgers;
}

/** Copies, so that the wider days a ledger was computed on can go. */
function columnsOf<F extends LedgerFigure>(ledger: FigureColumns, figures: readonly F[]): ColumnsOf<F> {
  const columns = figures.map((figure) => [figure, ledger[figure].slice()] as const);
  return Object.fromEntries(columns) as Record<F, Int32Array>;
}
