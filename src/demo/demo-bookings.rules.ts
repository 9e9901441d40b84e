/**
 * Who is booked on what, so that everybody is busy and nobody over-booked: shares of net minutes that leave room, and
 * loads of the other three units within that room. Half a year back and half a year ahead.
 */
import type { Allocation, AllocationLoadFields } from '../domains/allocations/allocations.types';
import { cleanWeek, type BookedDays } from './demo-clean-week.rules';
import type { DemoDates } from './demo-dates.rules';
import { demoId } from './demo-ids.rules';
import { employmentOf } from './demo-people.rules';
import { projectsOfTeam } from './demo-projects.rules';
import type { RosterEntry, Row } from './demo.types';

const FRIDAY = 4;
/** The first and last week of past, present and future bookings. */
const PAST = [-20, -9] as const;
const PRESENT = [-8, 8] as const;
const FUTURE = [9, 25] as const;

/** Load columns for a unit. @example percentOfNet(50) is 5,000 basis points of net minutes */
export function percentOf(percent: number, basis: 'nominal' | 'net'): AllocationLoadFields {
  return { loadUnit: 'percent', basisPoints: percent * 100, basis, loadMinutes: null };
}

/** Load columns for the three units in minutes. */
export function minutesLoad(loadUnit: 'hours_per_week' | 'minutes_per_day' | 'total', loadMinutes: number) {
  return { loadUnit, basisPoints: null, basis: null, loadMinutes } satisfies AllocationLoadFields;
}

/** True for the people who give some hours every week beside their projects; a leave week would have no room for them. */
export function hasShareByWeek(position: number): boolean {
  return position % 6 === 2;
}

/** One allocation, named so that its id is fixed. */
export function booking(
  entry: RosterEntry,
  what: { name: string; project: string; from: string; to: string; load: AllocationLoadFields },
  status: Allocation['status'] = 'firm',
): Row<Allocation> {
  return {
    id: demoId('allocation', `${entry.key}/${what.name}`),
    personId: demoId('person', entry.key),
    projectId: demoId('project', what.project),
    taskId: null,
    startDate: what.from,
    endDate: what.to,
    ...what.load,
    status,
    source: 'manual',
    notes: null,
  };
}

/** All bookings that fit. */
export function demoBookings(roster: readonly RosterEntry[], dates: DemoDates, days: BookedDays): Row<Allocation>[] {
  return roster.flatMap((entry, position) => {
    const { from, to } = employmentOf(entry, position, dates);
    return [...shares(entry, position, dates), ...extras(entry, position, { dates, days })]
      .map((one) => ({
        ...one,
        startDate: one.startDate < from ? from : one.startDate,
        endDate: to !== null && one.endDate > to ? to : one.endDate,
      }))
      .filter((one) => one.startDate <= one.endDate);
  });
}

/** A share of the net minutes in the past, the present and the future. */
function shares(entry: RosterEntry, position: number, dates: DemoDates): Row<Allocation>[] {
  const [project, other] = turnOf(entry, position);
  const weeks = ([first, last]: readonly [number, number]) => ({ from: dates.day(first), to: dates.day(last, FRIDAY) });
  const share = hasShareByWeek(position) ? 40 : 55 + (position % 2) * 5;
  const ahead = hasShareByWeek(position) ? 40 : 60 + (position % 3) * 10;
  return [
    booking(entry, {
      name: 'past',
      project: position % 3 === 0 ? 'ARCHIVE' : project,
      ...weeks(PAST),
      load: percentOf(80, 'net'),
    }),
    booking(entry, { name: 'present', project, ...weeks(PRESENT), load: percentOf(share, 'net') }),
    booking(
      entry,
      { name: 'future', project: other, ...weeks(FUTURE), load: percentOf(ahead, 'net') },
      position % 4 === 1 ? 'tentative' : 'firm',
    ),
  ];
}

/** Beside the share: by week, in all, by day, or a second share. */
function extras(
  entry: RosterEntry,
  position: number,
  { dates, days }: { dates: DemoDates; days: BookedDays },
): Row<Allocation>[] {
  const [, other] = turnOf(entry, position);
  const weeks = (first: number, last: number) => ({ from: dates.day(first), to: dates.day(last, FRIDAY) });
  const offer =
    position % 4 === 0
      ? [
          booking(
            entry,
            { name: 'offer', project: 'BORNES', ...weeks(12, 25), load: percentOf(30, 'net') },
            'tentative',
          ),
        ]
      : [];
  if (hasShareByWeek(position)) {
    const load = minutesLoad('hours_per_week', 240);
    return [...offer, booking(entry, { name: 'weekly', project: 'INTERNE', ...weeks(-6, 20), load })];
  }
  if (position % 6 === 4) {
    const load = minutesLoad('total', 5_040);
    return [...offer, booking(entry, { name: 'total', project: other, ...weeks(-4, 8), load })];
  }
  if (position % 6 === 0) {
    const week = cleanWeek(entry, { dates, days, from: 1 });
    const load = minutesLoad('minutes_per_day', 120);
    return [...offer, booking(entry, { name: 'daily', project: other, ...weeks(week, week), load })];
  }
  const load = percentOf(30, 'net');
  return [...offer, booking(entry, { name: 'second', project: other, ...weeks(-8, 6), load })];
}

function turnOf(entry: RosterEntry, position: number): readonly [string, string] {
  const [first, second] = projectsOfTeam[entry.team];
  return position % 2 === 0 ? [first, second] : [second, first];
}
