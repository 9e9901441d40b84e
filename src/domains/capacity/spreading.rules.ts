/** Spreads the load of allocations over days, exactly and in integers (READINGS 3, 20, 23-28). */
import { mondayOf } from '../../shared/calendar-dates';
import type { AllocationPlan, DayRange, UnplacedShare } from './capacity.types';

const DAYS_PER_WEEK = 7;
const FULL_BASIS_POINTS = 10_000;

/**
 * The days loads are spread over: whole ISO weeks that hold every bucketed or per-day allocation entirely.
 * `nominal` is 0 outside employment.
 */
export interface LoadDays extends DayRange {
  nominal: Int32Array;
  net: Int32Array;
  engaged: Uint8Array;
}

/** Where minutes are added: `minutes[day - from]`. */
export interface LoadTarget {
  from: number;
  minutes: Int32Array;
}

/** Adds the load of one allocation to `target`, and to `unplaced` the shares that found no net minute to fall on. */
export function spreadLoad(
  days: LoadDays,
  allocation: AllocationPlan,
  { target, unplaced }: { target: LoadTarget; unplaced: UnplacedShare[] },
): void {
  const from = Math.max(allocation.from, days.from);
  const to = Math.min(allocation.to, days.to);
  if (from >= to) return;
  const { load } = allocation;
  const share = { allocation, from, to };
  switch (load.unit) {
    case 'percent':
      spreadPercent(days, { from, to, basisPoints: load.basisPoints, basis: load.basis }, target);
      break;
    case 'hours_per_week':
      spreadWeekly(days, { ...share, minutesPerWeek: load.minutesPerWeek }, { target, unplaced });
      break;
    case 'minutes_per_day':
      spreadDaily(days, { ...share, minutes: load.minutes }, { target, unplaced });
      break;
    case 'total':
      spreadBucket(days, { ...share, minutes: load.minutes }, { target, unplaced });
      break;
  }
}

/**
 * `minutes` over consecutive `weights` by cumulative floor, floor(m·C_d/T) - floor(m·C_{d-1}/T): sums to `minutes`
 * exactly. All weights 0: nothing.
 *
 * @example spreadOver(10, [1, 1, 1]) // [3, 3, 4]
 */
export function spreadOver(minutes: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return weights.map(() => 0);
  let cumulated = 0;
  let placed = 0;
  return weights.map((weight) => {
    cumulated += weight;
    const before = placed;
    placed = Math.floor((minutes * cumulated) / total);
    return placed - before;
  });
}

interface Spreading {
  target: LoadTarget;
  unplaced: UnplacedShare[];
}

/** floor((2·x·bp + 10⁴) / (2·10⁴)) for each day (READINGS 3). */
function spreadPercent(
  days: LoadDays,
  share: DayRange & { basisPoints: number; basis: 'nominal' | 'net' },
  target: LoadTarget,
): void {
  const base = share.basis === 'net' ? days.net : days.nominal;
  for (let day = share.from; day < share.to; day += 1) {
    const minutes = base[day - days.from] ?? 0;
    if (minutes === 0) continue;
    const load = Math.floor((2 * minutes * share.basisPoints + FULL_BASIS_POINTS) / (2 * FULL_BASIS_POINTS));
    target.minutes[day - target.from] = (target.minutes[day - target.from] ?? 0) + load;
  }
}

/** Each ISO week gives its share by nominal minutes, and the share falls on the net minutes of the own dates (READINGS 24). */
function spreadWeekly(
  days: LoadDays,
  { allocation, from, to, minutesPerWeek }: DayRange & { allocation: AllocationPlan; minutesPerWeek: number },
  spreading: Spreading,
): void {
  for (let monday = mondayOf(from); monday < to; monday += DAYS_PER_WEEK) {
    const own = { from: Math.max(from, monday), to: Math.min(to, monday + DAYS_PER_WEEK) };
    const whole = sumOf(days.nominal, monday - days.from, monday + DAYS_PER_WEEK - days.from);
    if (whole === 0) continue;
    const before = sumOf(days.nominal, monday - days.from, own.from - days.from);
    const through = before + sumOf(days.nominal, own.from - days.from, own.to - days.from);
    const minutes = Math.floor((minutesPerWeek * through) / whole) - Math.floor((minutesPerWeek * before) / whole);
    spreadBucket(days, { ...own, allocation, minutes }, spreading);
  }
}

/** Lands on dates with nominal minutes; one single date lands on it whatever the day, within employment (READINGS 20, 27). */
function spreadDaily(days: LoadDays, share: UnplacedShare, { target, unplaced }: Spreading): void {
  const { allocation, from, to, minutes } = share;
  const single = allocation.to - allocation.from === 1;
  let landed = false;
  for (let day = from; day < to; day += 1) {
    const index = day - days.from;
    if (single ? days.engaged[index] === 0 : days.nominal[index] === 0) continue;
    target.minutes[day - target.from] = (target.minutes[day - target.from] ?? 0) + minutes;
    landed = true;
  }
  if (!landed && !single) unplaced.push({ allocation, from, to, minutes: minutes * (to - from) });
}

/** One bucket over the net minutes of `[from, to)` by cumulative floor (READINGS 23, 25, 26). */
function spreadBucket(days: LoadDays, share: UnplacedShare, { target, unplaced }: Spreading): void {
  const { from, to, minutes } = share;
  if (minutes === 0) return;
  const total = sumOf(days.net, from - days.from, to - days.from);
  if (total === 0) {
    unplaced.push(share);
    return;
  }
  let cumulated = 0;
  let placed = 0;
  for (let day = from; day < to; day += 1) {
    const net = days.net[day - days.from] ?? 0;
    if (net === 0) continue;
    cumulated += net;
    const through = Math.floor((minutes * cumulated) / total);
    target.minutes[day - target.from] = (target.minutes[day - target.from] ?? 0) + through - placed;
    placed = through;
  }
}

function sumOf(column: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += column[index] ?? 0;
  return sum;
}
