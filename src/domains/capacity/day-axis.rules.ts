/**
 * A day is an axis of worked minutes `[0, minutes)`. Whatever whole, half and part days take from it is a piece at its
 * start and a piece at its end, so unions are exact without interval lists; minutes without a position (hour-based
 * absence) come off what remains (READINGS 13-19, CAPACITY.md).
 */
import type { AbsencePlan, DayMarks, DayRange, HolidayPlan, TimelineSegment } from './capacity.types';
import type { EpochDay } from '../../shared/calendar-dates';

export const HOLIDAY_MORNING = 1;
export const HOLIDAY_AFTERNOON = 2;
export const ABSENCE_MORNING = 4;
export const ABSENCE_AFTERNOON = 8;
const HOLIDAY_FULL = HOLIDAY_MORNING | HOLIDAY_AFTERNOON;
const ABSENCE_FULL = ABSENCE_MORNING | ABSENCE_AFTERNOON;

/** One day's length and what is taken from it. */
export interface MarkedDay {
  minutes: number;
  middle: number;
  /** Bits as in `DayMarks.halves`. */
  halves: number;
  holidayTail: number;
  absenceMinutes: number;
}

/** Minutes of the day that are holiday: the union of all of its holidays. */
export function holidayMinutesOf(day: MarkedDay): number {
  const head = (day.halves & HOLIDAY_MORNING) === 0 ? 0 : day.middle;
  return Math.min(day.minutes, head + holidayTailOf(day));
}

/**
 * Minutes of the day that are absence and not holiday.
 *
 * @example morning off by half-day leave and the whole day a half holiday in the morning: 0
 */
export function absenceMinutesOf(day: MarkedDay): number {
  const holiday = holidayMinutesOf(day);
  const { start, end } = remainingAxis({ ...day, absenceMinutes: 0 });
  const byHalves = day.minutes - (end - start) - holiday;
  return Math.min(byHalves + day.absenceMinutes, day.minutes - holiday);
}

/** The piece `[start, end)` of the axis that is left; absence without a position is thought to be the last of it. */
export function remainingAxis(day: MarkedDay): { start: number; end: number } {
  const { minutes, middle, halves } = day;
  const start = (halves & (HOLIDAY_MORNING | ABSENCE_MORNING)) === 0 ? 0 : middle;
  const absenceTail = (halves & ABSENCE_AFTERNOON) === 0 ? 0 : minutes - middle;
  const end = minutes - Math.max(holidayTailOf(day), absenceTail) - day.absenceMinutes;
  return { start, end: Math.max(start, end) };
}

/** Bits of `halves` that one absence sets on `day`; 0 when it does not touch it or takes minutes without a position. */
export function absenceHalvesOn(absence: AbsencePlan, day: EpochDay): number {
  if (day < absence.from || day >= absence.to || absence.minutesPerDay !== null) return 0;
  let halves = ABSENCE_FULL;
  if (absence.startsAtNoon && day === absence.from) halves &= ~ABSENCE_MORNING;
  if (absence.endsAtNoon && day === absence.to - 1) halves &= ~ABSENCE_AFTERNOON;
  return halves;
}

/** Bits of `halves` that one holiday sets; 0 when it takes the last minutes of the day instead. */
export function holidayHalvesOf({ part }: HolidayPlan): number {
  if (part === 'full') return HOLIDAY_FULL;
  if (part === 'morning') return HOLIDAY_MORNING;
  return part === 'afternoon' ? HOLIDAY_AFTERNOON : 0;
}

/** Marks of every day of `range`, where `segments` cut exactly that range. */
export function markDays(
  range: DayRange,
  segments: readonly TimelineSegment[],
  absences: readonly AbsencePlan[],
): DayMarks {
  const marks: DayMarks = { halves: new Uint8Array(range.to - range.from), holidayTail: null, absenceMinutes: null };
  for (const segment of segments) {
    if (segment.calendar === null) continue;
    for (const holiday of segment.calendar.holidays) {
      if (holiday.day >= segment.from && holiday.day < segment.to)
        markHoliday(marks, holiday.day - range.from, holiday);
    }
  }
  for (const absence of absences) markAbsence(marks, range, absence);
  return marks;
}

/** The marks of one day, with the day's length. */
export function markedDayAt(marks: DayMarks, index: number, slot: { minutes: number; middle: number }): MarkedDay {
  return {
    minutes: slot.minutes,
    middle: slot.middle,
    halves: marks.halves[index] ?? 0,
    holidayTail: marks.holidayTail?.[index] ?? 0,
    absenceMinutes: marks.absenceMinutes?.[index] ?? 0,
  };
}

function holidayTailOf(day: MarkedDay): number {
  const half = (day.halves & HOLIDAY_AFTERNOON) === 0 ? 0 : day.minutes - day.middle;
  return Math.max(half, Math.min(day.minutes, day.holidayTail));
}

function markHoliday(marks: DayMarks, index: number, holiday: HolidayPlan): void {
  marks.halves[index] = (marks.halves[index] ?? 0) | holidayHalvesOf(holiday);
  if (typeof holiday.part === 'string') return;
  marks.holidayTail ??= new Int32Array(marks.halves.length);
  marks.holidayTail[index] = Math.max(marks.holidayTail[index] ?? 0, holiday.part.lastMinutes);
}

function markAbsence(marks: DayMarks, range: DayRange, absence: AbsencePlan): void {
  const from = Math.max(absence.from, range.from);
  const to = Math.min(absence.to, range.to);
  if (absence.minutesPerDay === null) {
    for (let day = from; day < to; day += 1) {
      const index = day - range.from;
      marks.halves[index] = (marks.halves[index] ?? 0) | absenceHalvesOn(absence, day);
    }
    return;
  }
  marks.absenceMinutes ??= new Int32Array(marks.halves.length);
  for (let index = from - range.from; index < to - range.from; index += 1) {
    marks.absenceMinutes[index] = (marks.absenceMinutes[index] ?? 0) + absence.minutesPerDay;
  }
}
