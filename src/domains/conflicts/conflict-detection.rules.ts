/**
 * Finds the conflicts in a ledger (PRODUCT §3, READINGS 26-31). Each minute over belongs to one kind: what would have
 * fitted without absence is `on_absence`, of the rest what would have fitted without holiday `on_holiday`, the rest is
 * over the pattern. Example: 7 h day on leave, 9 h booked: `on_absence` 420, `over_allocation` 120.
 */
import type { EpochDay } from '../../shared/calendar-dates';
import { spreadOver } from '../capacity/spreading.rules';
import {
  conflictKinds,
  type ConflictDay,
  type ConflictKind,
  type DetectedConflict,
  type Finding,
} from './conflicts.types';
import type { PersonLedger, PersonPlan, UnplacedShare } from '../capacity/capacity.types';
import { causeFinder, type CauseFinder } from './conflict-causes.rules';
import { findRestBreaches } from './rest-breaches.rules';

export interface DetectionOptions {
  /** Minutes a day may go over its net without a conflict; default 0 (READINGS 29). */
  toleranceMinutes?: number;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Conflicts of the ledger's days, by start day, then by kind in order of precedence. `ledger` is that of `plan`; over
 * the plan's hull (`planHull`) these are all conflicts of the person.
 */
export function detectConflicts(
  plan: PersonPlan,
  ledger: PersonLedger,
  { toleranceMinutes = 0 }: DetectionOptions = {},
): DetectedConflict[] {
  const findings = [
    ...findOutsideEngagement(plan, ledger),
    ...findMinutesOver(ledger, toleranceMinutes),
    ...findUnplaced(ledger),
    ...findRestBreaches(ledger),
  ];
  if (findings.length === 0) return [];
  const causes = causeFinder(plan, ledger);
  const conflicts: DetectedConflict[] = [];
  findings.sort((a, b) => a.day - b.day);
  for (const kind of conflictKinds) {
    const ofKind = findings.filter((finding) => finding.kind === kind);
    if (ofKind.length === 0) continue;
    for (const run of runsOf(ofKind, ledger)) conflicts.push(conflictOf(run, { kind, ledger, causes }));
  }
  return conflicts.sort((a, b) => a.startDay - b.startDay);
}

/** Every date of a firm allocation outside employment; no figure is counted there, so 0 minutes (READINGS 20, 28). */
function findOutsideEngagement(plan: PersonPlan, ledger: PersonLedger): Finding[] {
  const { engaged, from: origin, segments } = ledger.timeline;
  if (segments.every(({ source }) => source !== null)) return [];
  const outside = new Set<EpochDay>();
  for (const allocation of plan.allocations) {
    if (allocation.status !== 'firm') continue;
    const to = Math.min(allocation.to, ledger.to);
    for (let day = Math.max(allocation.from, ledger.from); day < to; day += 1) {
      if (engaged[day - origin] === 0) outside.add(day);
    }
  }
  return [...outside].map((day) => finding('outside_engagement', day, 0));
}

function findMinutesOver({ from, over, nominal, holiday, absence }: PersonLedger, toleranceMinutes: number): Finding[] {
  const findings: Finding[] = [];
  for (let index = 0; index < over.length; index += 1) {
    const minutesOver = over[index] ?? 0;
    if (minutesOver <= toleranceMinutes) continue;
    const onAbsence = Math.min(minutesOver, absence[index] ?? 0);
    const onHoliday = Math.min(minutesOver - onAbsence, holiday[index] ?? 0);
    const beyond = minutesOver - onAbsence - onHoliday;
    if (onAbsence > 0) findings.push(finding('on_absence', from + index, onAbsence));
    if (onHoliday > 0) findings.push(finding('on_holiday', from + index, onHoliday));
    const kind = nominal[index] === 0 ? 'non_working_day' : 'over_allocation';
    if (beyond > 0) findings.push(finding(kind, from + index, beyond));
  }
  return findings;
}

/** Minutes without a place, shown on the dates they would have had without leave and holidays. */
function findUnplaced(ledger: PersonLedger): Finding[] {
  const byDay = new Map<EpochDay, Finding>();
  for (const share of ledger.timeline.unplaced) {
    if (share.allocation.status !== 'firm') continue;
    for (const { day, minutesOver } of wouldBeDays(share, ledger)) {
      if (minutesOver === 0 || day < ledger.from || day >= ledger.to) continue;
      const known = byDay.get(day) ?? finding('unschedulable', day, 0);
      known.minutesOver += minutesOver;
      known.unplacedIds = new Set(known.unplacedIds).add(share.allocation.id);
      known.causeFrom = Math.min(known.causeFrom, share.from);
      known.causeTo = Math.max(known.causeTo, share.to);
      byDay.set(day, known);
    }
  }
  return [...byDay.values()];
}

/** By nominal minutes of the share's dates; without any, minutes per day on each date and others on the first. */
function wouldBeDays(share: UnplacedShare, { timeline }: PersonLedger): ConflictDay[] {
  const { from, to, minutes } = share;
  const weights: number[] = Array.from(timeline.columns.nominal.subarray(from - timeline.from, to - timeline.from));
  if (!weights.some((weight) => weight > 0)) {
    if (share.allocation.load.unit !== 'minutes_per_day') return [{ day: from, minutesOver: minutes }];
    weights.fill(1);
  }
  return spreadOver(minutes, weights).map((minutesOver, index) => ({ day: from + index, minutesOver }));
}

function finding(kind: ConflictKind, day: EpochDay, minutesOver: number): Finding {
  return { kind, day, minutesOver, unplacedIds: NONE, causeFrom: day, causeTo: day + 1 };
}

/** Merges findings of one kind while no working day (nominal above 0) without a finding lies between them. */
function runsOf(findings: readonly Finding[], { timeline }: PersonLedger): Finding[][] {
  const runs: Finding[][] = [];
  let last: Finding | undefined;
  for (const next of findings) {
    const current = runs.at(-1);
    if (last === undefined || current === undefined || workingDayBetween(timeline, last.day, next.day)) {
      runs.push([next]);
    } else {
      current.push(next);
    }
    last = next;
  }
  return runs;
}

function workingDayBetween({ columns, from }: PersonLedger['timeline'], earlier: EpochDay, later: EpochDay): boolean {
  for (let day = earlier + 1; day < later; day += 1) if ((columns.nominal[day - from] ?? 0) > 0) return true;
  return false;
}

function conflictOf(
  run: readonly Finding[],
  { kind, ledger, causes }: { kind: ConflictKind; ledger: PersonLedger; causes: CauseFinder },
): DetectedConflict {
  const days = run.map(({ day, minutesOver }) => ({ day, minutesOver }));
  return {
    kind,
    personId: ledger.personId,
    startDay: days[0]?.day ?? ledger.from,
    endDay: days.at(-1)?.day ?? ledger.from,
    days,
    minutesOver: days.reduce((sum, { minutesOver }) => sum + minutesOver, 0),
    causes: causes(kind, run),
  };
}
