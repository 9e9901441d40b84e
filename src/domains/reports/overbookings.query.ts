/** Days on which somebody's firm load is above what they have. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { fromEpochDay, toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { allocationMinutes } from '../capacity/allocation-minutes.rules';
import type { DayRange, PersonLedger, PersonPlan } from '../capacity/capacity.types';
import { ledgerOf, loadPlans } from '../capacity/compute-ledgers.query';
import { readLedgersOrStale } from '../capacity/read-ledgers.query';
import { listUnresolvedConflicts } from '../conflicts/list-unresolved-conflicts.query';
import type { Conflict } from '../conflicts/conflicts.types';
import { readSettings } from '../organizations/read-settings.query';
import { ReportSourceRepository } from './report-source.repository';
import type { Overbooking } from './reports.types';

/** People whose plans are loaded at once. */
const PEOPLE_AT_ONCE = 100;

/**
 * Ordered by date, then person. `personIds` null: everybody. Accepted ones stay listed with their state; days over by no
 * more than the organisation tolerates are left out.
 */
export async function reportOverbookings(
  uow: UnitOfWork,
  request: { from: IsoDate; to: IsoDate; personIds: ReadonlySet<string> | null },
): Promise<{ rows: Overbooking[]; staleSeconds: number | null }> {
  const names = await new ReportSourceRepository(uow.trx, uow.organizationId).people(request.personIds);
  const range = { from: toEpochDay(request.from), to: toEpochDay(request.to) + 1 };
  const { ledgers, staleSeconds } = await readLedgersOrStale(uow.trx, uow.organizationId, {
    personIds: [...names.keys()],
    range,
    figures: ['over'],
  });
  const { overbookingToleranceMinutes: tolerated } = await readSettings(uow);
  const overbooked = [...ledgers]
    .filter(([, columns]) => columns.over.some((minutes) => minutes > tolerated))
    .map(([id]) => id);
  const rows: Overbooking[] = [];
  for (let start = 0; start < overbooked.length; start += PEOPLE_AT_ONCE) {
    const some = overbooked.slice(start, start + PEOPLE_AT_ONCE);
    const { plans } = await loadPlans(uow.trx, uow.organizationId, { personIds: some, range });
    const conflicts = await listUnresolvedConflicts(uow, some);
    for (const plan of plans.values()) {
      const own = conflicts.filter((conflict) => conflict.personId === plan.personId);
      const person = { plan, ledger: ledgerOf(plans, plan.personId, range), name: names.get(plan.personId) ?? '' };
      rows.push(...overbookingsOf(person, own, { range, tolerated }));
    }
    await nextTurn();
  }
  rows.sort((a, b) => (a.date === b.date ? compare(a.personId, b.personId) : compare(a.date, b.date)));
  return { rows, staleSeconds };
}

function overbookingsOf(
  person: { plan: PersonPlan; ledger: PersonLedger; name: string },
  conflicts: readonly Conflict[],
  { range, tolerated }: { range: DayRange; tolerated: number },
): Overbooking[] {
  const { plan, ledger } = person;
  const loads = plan.allocations
    .filter((allocation) => allocation.status === 'firm')
    .map((allocation) => ({ id: allocation.id, minutes: allocationMinutes(ledger, allocation) }));
  const rows: Overbooking[] = [];
  for (let index = 0; index < range.to - range.from; index += 1) {
    const overMinutes = ledger.over[index] ?? 0;
    if (overMinutes <= tolerated) continue;
    const date = fromEpochDay(range.from + index);
    const conflict = conflicts.find(
      (one) => one.kind !== 'rest_breach' && one.kind !== 'unschedulable' && one.days.some((day) => day.date === date),
    );
    rows.push({
      personId: plan.personId,
      personName: person.name,
      date,
      netMinutes: ledger.net[index] ?? 0,
      firmMinutes: ledger.firm[index] ?? 0,
      overMinutes,
      allocationIds: loads.filter(({ minutes }) => (minutes[index] ?? 0) > 0).map(({ id }) => id),
      conflictId: conflict?.id ?? null,
      state: conflict === undefined || conflict.state === 'resolved' ? null : conflict.state,
    });
  }
  return rows;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
