/**
 * Which pattern, holiday, absence, allocation or entry gave each minute of a figure (READINGS 37).
 * Example: net 210 of a half-day leave = pattern 420, absence -210.
 */
import type { EpochDay } from '../../shared/calendar-dates';
import { allocationMinutes } from './allocation-minutes.rules';
import { absenceHalvesOn, absenceMinutesOf, holidayHalvesOf, holidayMinutesOf, type MarkedDay } from './day-axis.rules';
import { slotOf } from './hours-sources.rules';
import { computePersonLedger } from './person-ledger.rules';
import { segmentOf } from './timeline-segments.rules';
import {
  ledgerFigures,
  type AllocationPlan,
  type DayRange,
  type LedgerFigure,
  type PersonLedger,
  type PersonPlan,
  type TimelineSegment,
} from './capacity.types';
import type { ExplainedFigure, FigureExplanation, FigurePart } from './explanation.types';

/**
 * The minutes of one figure of one day and the signed parts that sum to them. What several things take together is
 * given to the first of them in the plan; the others show what they take beyond it. Things that give nothing are left out.
 */
export function explainFigure(plan: PersonPlan, day: EpochDay, figure: ExplainedFigure): FigureExplanation {
  return explainFigureOver(plan, { from: day, to: day + 1 }, figure);
}

/** The same for the days of a range together: each record is one part with what it gave on all of them. */
export function explainFigureOver(plan: PersonPlan, range: DayRange, figure: ExplainedFigure): FigureExplanation {
  const ledger = computePersonLedger(plan, range.from, range.to);
  const loads = plan.allocations
    .filter((allocation) => allocation.from < range.to && allocation.to > range.from)
    .map((allocation) => ({ allocation, minutes: allocationMinutes(ledger, allocation) }));
  const parts: FigurePart[] = [];
  let minutes = 0;
  for (let day = range.from; day < range.to; day += 1) {
    const ofDay = minutesOf(ledger, day - range.from, figure);
    minutes += ofDay;
    if (ofDay > 0 || !isAboveZero(figure)) parts.push(...partsOf({ plan, day, ledger, loads }, figure));
  }
  return { figure, minutes, parts: mergeParts(parts) };
}

function minutesOf(ledger: PersonLedger, index: number, figure: ExplainedFigure): number {
  if (isOfLedger(figure)) return ledger[figure][index] ?? 0;
  const [net = 0, firm = 0, worked = 0] = [ledger.net[index], ledger.firm[index], ledger.worked[index]];
  const within = Math.min(worked, net);
  const planned = Math.min(firm, net - within);
  const derived: Record<Exclude<ExplainedFigure, LedgerFigure>, number> = {
    gap: net - firm,
    free: Math.max(0, net - firm),
    worked_within_net: within,
    planned,
    unplanned: net - within - planned,
    overtime: worked - within,
    difference: worked - firm,
  };
  return derived[figure];
}

function isOfLedger(figure: ExplainedFigure): figure is LedgerFigure {
  return (ledgerFigures as readonly ExplainedFigure[]).includes(figure);
}

/** Of a difference that counts only where it is above zero, a day without any has no part. */
function isAboveZero(figure: ExplainedFigure): boolean {
  return ['over', 'free', 'worked_within_net', 'planned', 'unplanned', 'overtime'].includes(figure);
}

/** The plan with the bookings and the worked time of one project, or of none (null), alone. */
export function onlyProject(plan: PersonPlan, projectId: string | null): PersonPlan {
  const isOfIt = (record: { projectId: string | null }): boolean => record.projectId === projectId;
  return {
    ...plan,
    allocations: plan.allocations.filter(isOfIt),
    timeEntries: plan.timeEntries.filter(isOfIt),
  };
}

/** One part for each record, in the order they first appear; those that come to nothing are left out. */
export function mergeParts<Part extends FigurePart>(parts: readonly Part[]): Part[] {
  const merged = new Map<string, Part>();
  for (const part of parts) {
    const key = `${part.kind}/${part.id ?? ''}/${part.label}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? part : { ...before, minutes: before.minutes + part.minutes });
  }
  return [...merged.values()].filter((part) => part.minutes !== 0);
}

interface ExplainedDay {
  plan: PersonPlan;
  day: EpochDay;
  ledger: PersonLedger;
  /** Of the allocations that touch the range, what each puts on its days. */
  loads: readonly { allocation: AllocationPlan; minutes: Int32Array }[];
}

function partsOf(explained: ExplainedDay, figure: ExplainedFigure): FigurePart[] {
  const { plan, day, ledger } = explained;
  const segment = segmentOf(ledger.timeline.segments, day);
  if (segment.source === null) return [];
  switch (figure) {
    case 'nominal':
      return nominalParts(segment, day);
    case 'holiday':
      return takenParts(plan, segment, day).holidays;
    case 'absence':
      return takenParts(plan, segment, day).absences;
    case 'net':
      return netParts(plan, segment, day);
    case 'firm':
    case 'tentative':
      return loadParts(explained, figure);
    case 'worked':
      return workedParts(plan, day);
    case 'difference':
      return [...workedParts(plan, day), ...loadParts(explained, 'firm').map(negated)];
    case 'worked_within_net':
    case 'planned':
    case 'unplanned':
    case 'overtime':
      return gridParts(explained, figure, netParts(plan, segment, day));
    case 'over':
      return [...loadParts(explained, 'firm'), ...netParts(plan, segment, day).map(negated)];
    case 'gap':
    case 'free':
      return [...netParts(plan, segment, day), ...loadParts(explained, 'firm').map(negated)];
  }
}

/** The month grid's figures, each where it is above zero: what they take from net, or net from them, decides which parts they have. */
function gridParts(
  explained: ExplainedDay,
  figure: 'worked_within_net' | 'planned' | 'unplanned' | 'overtime',
  net: readonly FigurePart[],
): FigurePart[] {
  const { plan, day, ledger } = explained;
  const index = day - ledger.from;
  const at = (column: LedgerFigure): number => ledger[column][index] ?? 0;
  const [worked, firm] = [workedParts(plan, day), loadParts(explained, 'firm')];
  switch (figure) {
    case 'worked_within_net':
      return at('worked') <= at('net') ? worked : [...net];
    case 'planned':
      return at('firm') <= at('net') - at('worked') ? firm : [...net, ...worked.map(negated)];
    case 'unplanned':
      return [...net, ...worked.map(negated), ...firm.map(negated)];
    case 'overtime':
      return [...worked, ...net.map(negated)];
  }
}

function workedParts(plan: PersonPlan, day: EpochDay): FigurePart[] {
  return plan.timeEntries
    .filter((entry) => entry.day === day)
    .map(({ id, label, minutes }) => ({ kind: 'time_entry', id, label, minutes }));
}

function nominalParts({ source }: TimelineSegment, day: EpochDay): FigurePart[] {
  if (source === null) return [];
  const { minutes } = slotOf(source, day);
  return minutes === 0 ? [] : [{ kind: source.kind, id: source.id, label: source.label, minutes }];
}

function netParts(plan: PersonPlan, segment: TimelineSegment, day: EpochDay): FigurePart[] {
  const { holidays, absences } = takenParts(plan, segment, day);
  return [...nominalParts(segment, day), ...holidays.map(negated), ...absences.map(negated)];
}

/** Adds one holiday or absence after the other to the day and keeps what each of them takes beyond those before it. */
function takenParts(
  plan: PersonPlan,
  segment: TimelineSegment,
  day: EpochDay,
): { holidays: FigurePart[]; absences: FigurePart[] } {
  const holidays: FigurePart[] = [];
  const absences: FigurePart[] = [];
  if (segment.source === null) return { holidays, absences };
  const { minutes, middle } = slotOf(segment.source, day);
  const marked: MarkedDay = { minutes, middle, halves: 0, holidayTail: 0, absenceMinutes: 0 };
  let taken = 0;
  for (const holiday of segment.calendar?.holidays ?? []) {
    if (holiday.day !== day) continue;
    marked.halves |= holidayHalvesOf(holiday);
    if (typeof holiday.part !== 'string') marked.holidayTail = Math.max(marked.holidayTail, holiday.part.lastMinutes);
    const now = holidayMinutesOf(marked);
    if (now > taken) holidays.push({ kind: 'holiday', id: holiday.id, label: holiday.label, minutes: now - taken });
    taken = now;
  }
  taken = 0;
  for (const absence of plan.absences) {
    if (day < absence.from || day >= absence.to) continue;
    marked.halves |= absenceHalvesOn(absence, day);
    marked.absenceMinutes += absence.minutesPerDay ?? 0;
    const now = absenceMinutesOf(marked);
    if (now > taken) absences.push({ kind: 'absence', id: absence.id, label: absence.label, minutes: now - taken });
    taken = now;
  }
  return { holidays, absences };
}

function loadParts({ day, ledger, loads }: ExplainedDay, status: 'firm' | 'tentative'): FigurePart[] {
  return loads.flatMap(({ allocation, minutes: ofDays }) => {
    const minutes = ofDays[day - ledger.from] ?? 0;
    if (allocation.status !== status || minutes === 0) return [];
    return [{ kind: 'allocation', id: allocation.id, label: allocation.label, minutes }];
  });
}

function negated(part: FigurePart): FigurePart {
  return { ...part, minutes: -part.minutes };
}
