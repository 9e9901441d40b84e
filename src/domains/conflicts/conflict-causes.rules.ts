/** Which allocations, absences and holidays stand behind the dates of a conflict. */
import type { AllocationPlan, DayRange, PersonLedger, PersonPlan } from '../capacity/capacity.types';
import { spreadLoad } from '../capacity/spreading.rules';
import { segmentOf } from '../capacity/timeline-segments.rules';
import type { ConflictCause, ConflictKind, Finding } from './conflicts.types';

/** What the causes of one date are looked for by. */
export type CauseDates = Pick<Finding, 'unplacedIds' | 'causeFrom' | 'causeTo'>;

/** Causes of one conflict: allocations, then absences, then holidays, each by id. */
export type CauseFinder = (kind: ConflictKind, dates: readonly CauseDates[]) => ConflictCause[];

/**
 * `outside_engagement`: allocations that have the dates. `unschedulable`: allocations with a share there that found no
 * place, and the leave and holidays on it. All others: firm allocations with minutes on the dates, with the absences of
 * `on_absence` and the holidays of `on_holiday`.
 */
export function causeFinder(plan: PersonPlan, ledger: PersonLedger): CauseFinder {
  const firm = plan.allocations.filter((allocation) => allocation.status === 'firm').sort(byId);
  const loads = new Map<string, Int32Array>();
  return (kind, dates) => {
    const hull = hullOf(dates);
    const near = firm.filter(({ from, to }) => from < hull.to && to > hull.from);
    return [
      ...near.filter((allocation) => isCause(allocation, kind, dates)).map(causeOf('allocation')),
      ...(kind === 'on_absence' || kind === 'unschedulable' ? absenceCauses(plan, dates, ledger) : []),
      ...(kind === 'on_holiday' || kind === 'unschedulable' ? holidayCauses(dates, ledger) : []),
    ];
  };

  function isCause(allocation: AllocationPlan, kind: ConflictKind, dates: readonly CauseDates[]): boolean {
    if (kind === 'unschedulable') return dates.some(({ unplacedIds }) => unplacedIds.has(allocation.id));
    const touches = ({ causeFrom, causeTo }: CauseDates): boolean =>
      allocation.from < causeTo && allocation.to > causeFrom;
    if (kind === 'outside_engagement') return dates.some(touches);
    const minutes = loads.get(allocation.id) ?? loadOf(allocation, ledger);
    loads.set(allocation.id, minutes);
    return dates.some((range) => touches(range) && hasMinutes(minutes, clip(range, allocation), allocation.from));
  }
}

/** The dates of all causes: whoever has none of them is no cause. */
function hullOf(dates: readonly CauseDates[]): DayRange {
  const hull = { from: Infinity, to: -Infinity };
  for (const { causeFrom, causeTo } of dates) {
    hull.from = Math.min(hull.from, causeFrom);
    hull.to = Math.max(hull.to, causeTo);
  }
  return hull;
}

/** Minutes of one allocation, index `day - allocation.from`. */
function loadOf(allocation: AllocationPlan, { timeline }: PersonLedger): Int32Array {
  const { columns, engaged, from, to } = timeline;
  const minutes = new Int32Array(allocation.to - allocation.from);
  const days = { from, to, nominal: columns.nominal, net: columns.net, engaged };
  spreadLoad(days, allocation, { target: { from: allocation.from, minutes }, unplaced: [] });
  return minutes;
}

function clip({ causeFrom, causeTo }: CauseDates, { from, to }: DayRange): DayRange {
  return { from: Math.max(causeFrom, from), to: Math.min(causeTo, to) };
}

function hasMinutes(minutes: Int32Array, { from, to }: DayRange, origin: number): boolean {
  for (let day = from; day < to; day += 1) if ((minutes[day - origin] ?? 0) > 0) return true;
  return false;
}

/** Absences on the dates that take minutes there, alone or together with others. */
function absenceCauses(plan: PersonPlan, dates: readonly CauseDates[], ledger: PersonLedger): ConflictCause[] {
  const { columns, from: origin } = ledger.timeline;
  const touching = plan.absences.filter((absence) =>
    dates.some((range) => hasMinutes(columns.absence, clip(range, absence), origin)),
  );
  return touching.sort(byId).map(causeOf('absence'));
}

/** Holidays on the dates, where they take minutes. */
function holidayCauses(dates: readonly CauseDates[], { timeline }: PersonLedger): ConflictCause[] {
  const { columns, from: origin, segments } = timeline;
  const found = new Map<string, { id: string; label: string }>();
  for (const { causeFrom, causeTo } of dates) {
    for (let day = causeFrom; day < causeTo; day += 1) {
      if ((columns.holiday[day - origin] ?? 0) === 0) continue;
      for (const holiday of segmentOf(segments, day).calendar?.holidays ?? []) {
        if (holiday.day === day) found.set(holiday.id, holiday);
      }
    }
  }
  return [...found.values()].sort(byId).map(causeOf('holiday'));
}

function causeOf(type: ConflictCause['type']): (thing: { id: string; label: string }) => ConflictCause {
  return ({ id, label }) => ({ type, id, label });
}

function byId(a: { id: string }, b: { id: string }): number {
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
