/** Minutes that move from one project to another: the day's sum stays, and the figures by project do not. */
import type { EpochDay } from '../../shared/calendar-dates';
import { allocationMinutes } from './allocation-minutes.rules';
import type { AllocationPlan, PersonLedger, PersonPlan } from './capacity.types';
import { computePersonLedger } from './person-ledger.rules';

type Plans = ReadonlyMap<string, PersonPlan>;

/**
 * Days on which a project has other minutes after a change of allocations than before it, among those of `ledgers`, which are of
 * the plan after it. Allocations that stayed as they are do not count.
 * @example an hour on Monday that is given from project A to project B: Monday
 */
export function daysMovedBetweenProjects(before: Plans, after: Plans, ledgers: readonly PersonLedger[]): EpochDay[] {
  return ledgers.flatMap((ledger) => {
    const [then, now] = [before.get(ledger.personId), after.get(ledger.personId)];
    if (then === undefined || now === undefined) return [];
    const [gone, come] = [without(then.allocations, now.allocations), without(now.allocations, then.allocations)];
    // What is only added or only taken away changes the sum of its days.
    if (gone.length === 0 || come.length === 0) return [];
    const ledgerThen = computePersonLedger(then, ledger.from, ledger.to);
    return unevenDays(ledger.from, [
      ...gone.map((one) => ({ one, minutes: allocationMinutes(ledgerThen, one), sign: -1 })),
      ...come.map((one) => ({ one, minutes: allocationMinutes(ledger, one), sign: 1 })),
    ]);
  });
}

/** Those of `some` that are not among `others` with the same figures. */
function without(some: readonly AllocationPlan[], others: readonly AllocationPlan[]): AllocationPlan[] {
  const same = new Set(others.map(figuresOf));
  return some.filter((one) => !same.has(figuresOf(one)));
}

function figuresOf({ id, projectId, status, from, to, load }: AllocationPlan): string {
  return JSON.stringify([id, projectId, status, from, to, load]);
}

function unevenDays(
  from: EpochDay,
  shares: readonly { one: AllocationPlan; minutes: Int32Array; sign: number }[],
): EpochDay[] {
  const sums = new Map<string, Map<EpochDay, number>>();
  for (const { one, minutes, sign } of shares) {
    const key = JSON.stringify([one.projectId, one.status]);
    const days = sums.get(key) ?? new Map<EpochDay, number>();
    sums.set(key, days);
    for (const [index, share] of minutes.entries()) {
      if (share !== 0) days.set(from + index, (days.get(from + index) ?? 0) + sign * share);
    }
  }
  return [...sums.values()].flatMap((days) => [...days].filter(([, sum]) => sum !== 0).map(([day]) => day));
}
