/**
 * The day ledger of one person (PRODUCT §2): every figure of every day of a range, from the plan alone.
 * Example: 7 h day, afternoon holiday, leave from noon, 50 % of nominal: nominal 420, holiday 210, absence 0, net 210,
 * firm 210, over 0.
 */
import { mondayOf, type EpochDay } from '../../shared/calendar-dates';
import { absenceMinutesOf, holidayMinutesOf, markDays, markedDayAt } from './day-axis.rules';
import { cycleIndexOf, slotOf } from './hours-sources.rules';
import { spreadLoad } from './spreading.rules';
import { timelineSegments } from './timeline-segments.rules';
import {
  ledgerFigures,
  type DayMarks,
  type DayRange,
  type FigureColumns,
  type PersonLedger,
  type PersonPlan,
  type PersonTimeline,
  type TimelineSegment,
  type UnplacedShare,
} from './capacity.types';

const DAYS_PER_WEEK = 7;

/**
 * The figures of `[from, to)`, right whatever the range: what weekly, bucketed and per-day loads need beyond it is
 * computed too and not shown.
 *
 * @throws RangeError when `from >= to`
 */
export function computePersonLedger(plan: PersonPlan, from: EpochDay, to: EpochDay): PersonLedger {
  if (from >= to) throw new RangeError(`empty range [${from}, ${to})`);
  const timeline = computeTimeline(plan, { from, to });
  const start = from - timeline.from;
  const end = to - timeline.from;
  const { columns } = timeline;
  return {
    personId: plan.personId,
    from,
    to,
    timeline,
    nominal: columns.nominal.subarray(start, end),
    holiday: columns.holiday.subarray(start, end),
    absence: columns.absence.subarray(start, end),
    net: columns.net.subarray(start, end),
    firm: columns.firm.subarray(start, end),
    tentative: columns.tentative.subarray(start, end),
    worked: columns.worked.subarray(start, end),
    over: columns.over.subarray(start, end),
  };
}

/** The days between the first and the last allocated one: conflicts lie nowhere else. null without allocations. */
export function planHull(plan: Pick<PersonPlan, 'allocations'>): DayRange | null {
  const [first, ...others] = plan.allocations;
  if (first === undefined) return null;
  const hull = { from: first.from, to: first.to };
  for (const { from, to } of others) {
    hull.from = Math.min(hull.from, from);
    hull.to = Math.max(hull.to, to);
  }
  return hull;
}

/** The smallest range of whole ISO weeks around `range`. */
export function widenToWeeks({ from, to }: DayRange): DayRange {
  return { from: mondayOf(from), to: mondayOf(to - 1) + DAYS_PER_WEEK };
}

/** Nominal, holiday, absence and net of each day of `range`; the part of the ledger that allocations do not touch. */
export function computeAvailability(
  plan: PersonPlan,
  range: DayRange,
): Pick<PersonTimeline, 'segments' | 'marks' | 'columns' | 'engaged'> {
  const segments = timelineSegments(plan, range);
  const marks = markDays(range, segments, plan.absences);
  const columns = emptyColumns(range.to - range.from);
  const engaged = new Uint8Array(range.to - range.from);
  for (const segment of segments) {
    if (segment.source === null) continue;
    engaged.fill(1, segment.from - range.from, segment.to - range.from);
    fillNominal(columns.nominal, segment, range.from);
    subtractMarks(columns, { segment, marks, from: range.from });
  }
  return { segments, marks, columns, engaged };
}

function computeTimeline(plan: PersonPlan, shown: DayRange): PersonTimeline {
  // A week on either side: the rest of a shown day is bounded by shifts of its neighbours.
  const base = widenToWeeks({ from: shown.from - DAYS_PER_WEEK, to: shown.to + DAYS_PER_WEEK });
  const relevant = plan.allocations.filter(({ from, to }) => from < base.to && to > base.from);
  const range = { ...base };
  for (const { from, to, load } of relevant) {
    if (load.unit !== 'total' && load.unit !== 'minutes_per_day') continue;
    range.from = Math.min(range.from, mondayOf(from));
    range.to = Math.max(range.to, mondayOf(to - 1) + DAYS_PER_WEEK);
  }
  const availability = computeAvailability(plan, range);
  const { columns, engaged } = availability;
  const days = { ...range, nominal: columns.nominal, net: columns.net, engaged };
  const unplaced: UnplacedShare[] = [];
  for (const allocation of relevant) {
    const minutes = allocation.status === 'firm' ? columns.firm : columns.tentative;
    spreadLoad(days, allocation, { target: { from: range.from, minutes }, unplaced });
  }
  addWorked(plan, { range, engaged, worked: columns.worked });
  fillOver(columns);
  return { ...range, ...availability, unplaced };
}

/** The eight columns in one buffer. */
function emptyColumns(length: number): FigureColumns {
  const buffer = new Int32Array(ledgerFigures.length * length);
  const column = (index: number): Int32Array => buffer.subarray(index * length, (index + 1) * length);
  return {
    nominal: column(0),
    holiday: column(1),
    absence: column(2),
    net: column(3),
    firm: column(4),
    tentative: column(5),
    worked: column(6),
    over: column(7),
  };
}

function fillNominal(nominal: Int32Array, segment: TimelineSegment, origin: EpochDay): void {
  const { source } = segment;
  if (source === null) return;
  const cycle = Int32Array.from(source.slots, (slot) => slot.minutes);
  let position = cycleIndexOf(source, segment.from);
  const end = segment.to - origin;
  for (let index = segment.from - origin; index < end; index += 1) {
    nominal[index] = cycle[position] ?? 0;
    position += 1;
    if (position === cycle.length) position = 0;
  }
}

/** A day without marks keeps all of its minutes. */
function subtractMarks(
  columns: FigureColumns,
  { segment, marks, from }: { segment: TimelineSegment; marks: DayMarks; from: EpochDay },
): void {
  const { source } = segment;
  if (source === null) return;
  const { nominal, holiday, absence, net } = columns;
  const { halves, holidayTail, absenceMinutes: minutesAway } = marks;
  const end = segment.to - from;
  for (let index = segment.from - from; index < end; index += 1) {
    const minutes = nominal[index] ?? 0;
    const isMarked = halves[index] !== 0 || (holidayTail?.[index] ?? 0) !== 0 || (minutesAway?.[index] ?? 0) !== 0;
    if (!isMarked || minutes === 0) {
      net[index] = minutes;
      continue;
    }
    const day = markedDayAt(marks, index, slotOf(source, index + from));
    const holidayMinutes = holidayMinutesOf(day);
    const absenceMinutes = absenceMinutesOf(day);
    holiday[index] = holidayMinutes;
    absence[index] = absenceMinutes;
    net[index] = minutes - holidayMinutes - absenceMinutes;
  }
}

function addWorked(
  plan: PersonPlan,
  { range, engaged, worked }: { range: DayRange; engaged: Uint8Array; worked: Int32Array },
): void {
  for (const { day, minutes } of plan.timeEntries) {
    const index = day - range.from;
    if (day < range.from || day >= range.to || engaged[index] === 0) continue;
    worked[index] = (worked[index] ?? 0) + minutes;
  }
}

function fillOver({ firm, net, over }: FigureColumns): void {
  for (let index = 0; index < over.length; index += 1) {
    const excess = (firm[index] ?? 0) - (net[index] ?? 0);
    if (excess > 0) over[index] = excess;
  }
}
