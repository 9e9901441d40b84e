/**
 * The month grid (READINGS 40b). Of a person-day: worked = min(entries, net), planned = min(firm, net − worked), unplanned the
 * rest of net, overtime the entries beyond it; tentative load never counts. TACE = (worked + planned) / net.
 * Example: 420 net, 480 firm, 500 entered: worked 420, planned 0, unplanned 0, overtime 80.
 */
import type { FigureColumns } from '../capacity/capacity.types';

/** What the grid is made from: fewer columns are read faster. */
export const gridFigures = ['nominal', 'holiday', 'absence', 'net', 'firm', 'worked'] as const;
export type GridColumns = Pick<FigureColumns, (typeof gridFigures)[number]>;

/**
 * What kind of day it is for somebody: hours are left (`working`), all of them are holiday or absence, there are none by
 * contract (`off`), or the person is not in the team asked for (`outside_team`).
 */
export const dayKinds = ['working', 'holiday', 'absence', 'off', 'outside_team'] as const;
export type DayKind = (typeof dayKinds)[number];

export interface GridDay {
  kind: DayKind;
  absence: number;
  worked: number;
  planned: number;
  unplanned: number;
  overtime: number;
}

/** Sums of person-days, and days without a plan: a day of which half has none is half a day. */
export interface GridSums {
  net: number;
  absence: number;
  worked: number;
  planned: number;
  unplanned: number;
  overtime: number;
  unplannedDays: number;
}

/** Less than this rate, or more days without a plan than that, is understaffed (PRODUCT §4). */
const UNDERSTAFFED_BELOW = 0.5;
const MOST_UNPLANNED_DAYS = 3;
const MILLION = 1_000_000;

/** A day on which somebody is not in the team asked for. */
export const OUTSIDE_TEAM: GridDay = {
  kind: 'outside_team',
  absence: 0,
  worked: 0,
  planned: 0,
  unplanned: 0,
  overtime: 0,
};

/** The day at `index` of the columns. */
export function gridDay(columns: GridColumns, index: number): GridDay {
  const at = (figure: keyof GridColumns): number => columns[figure][index] ?? 0;
  const [net, entries] = [at('net'), at('worked')];
  const worked = Math.min(entries, net);
  const planned = Math.min(at('firm'), net - worked);
  return {
    kind: kindOf({ nominal: at('nominal'), holiday: at('holiday'), net }),
    absence: at('absence'),
    worked,
    planned,
    unplanned: net - worked - planned,
    overtime: entries - worked,
  };
}

function kindOf({ nominal, holiday, net }: { nominal: number; holiday: number; net: number }): DayKind {
  if (nominal === 0) return 'off';
  if (net > 0) return 'working';
  return holiday === nominal ? 'holiday' : 'absence';
}

/** All at zero. */
export function emptyGridSums(): GridSums {
  return { net: 0, absence: 0, worked: 0, planned: 0, unplanned: 0, overtime: 0, unplannedDays: 0 };
}

/** Adds a person-day; `nominal` is what a whole day of the person has that day. */
export function addGridDay(sums: GridSums, day: GridDay, nominal: number): void {
  sums.net += day.worked + day.planned + day.unplanned;
  sums.absence += day.absence;
  sums.worked += day.worked;
  sums.planned += day.planned;
  sums.unplanned += day.unplanned;
  sums.overtime += day.overtime;
  if (day.unplanned > 0) sums.unplannedDays += day.unplanned / nominal;
}

/** Rates with six decimals; all null when there is no net minute. The split adds up to 1 exactly. */
export function gridRates(sums: GridSums): {
  tace: number | null;
  split: { worked: number; planned: number; unplanned: number } | null;
  unplannedDays: number;
  isUnderstaffed: boolean;
} {
  const unplannedDays = Math.round(sums.unplannedDays * 100) / 100;
  if (sums.net === 0) return { tace: null, split: null, unplannedDays, isUnderstaffed: false };
  const worked = Math.round((sums.worked / sums.net) * MILLION);
  const covered = Math.round(((sums.worked + sums.planned) / sums.net) * MILLION);
  const isUnderstaffed =
    sums.worked + sums.planned < UNDERSTAFFED_BELOW * sums.net || unplannedDays > MOST_UNPLANNED_DAYS;
  const split = {
    worked: worked / MILLION,
    planned: (covered - worked) / MILLION,
    unplanned: (MILLION - covered) / MILLION,
  };
  return { tace: covered / MILLION, split, unplannedDays, isUnderstaffed };
}
