/** Leave of all sorts: weeks, single days, half days, hours, requested and declined ones, and work from home. */
import type { Absence } from '../domains/absences/absences.types';
import { hasShareByWeek } from './demo-bookings.rules';
import type { DemoDates } from './demo-dates.rules';
import { demoId } from './demo-ids.rules';
import type { DemoPlan, RosterEntry, Row } from './demo.types';

const types = [
  { key: 'conges_payes', label: 'Congés payés', isTimeOff: true, color: '#00897b' },
  { key: 'rtt', label: 'RTT', isTimeOff: true, color: '#5e35b1' },
  { key: 'maladie', label: 'Maladie', isTimeOff: true, color: '#e53935' },
  { key: 'teletravail', label: 'Télétravail', isTimeOff: false, color: '#78909c' },
] as const;
type TypeKey = (typeof types)[number]['key'];

/** Somebody whose next leave week is not where the rule below puts it. */
export type LeaveWeeks = Readonly<Record<string, number>>;

const MONDAY = 0;
const TUESDAY = 1;
const WEDNESDAY = 2;
const THURSDAY = 3;
const FRIDAY = 4;

/** Absence types, and about five absences each; `leaveWeeks` moves the next leave week of the people named. */
export function demoAbsences(
  roster: readonly RosterEntry[],
  dates: DemoDates,
  leaveWeeks: LeaveWeeks,
): Pick<DemoPlan, 'absenceTypes' | 'absences'> {
  return {
    absenceTypes: types.map((type) => ({ ...type, id: demoId('absence_type', type.key) })),
    absences: roster.flatMap((entry, position) => absencesOf(entry, position, { dates, leaveWeeks })),
  };
}

/** The week somebody will be on leave, counted from this one: those with a share by week stay until it has ended. */
export function nextLeaveWeek(entry: RosterEntry, position: number, leaveWeeks: LeaveWeeks): number {
  const usual = hasShareByWeek(position) ? 22 + (position % 4) : 4 + ((position * 7) % 19);
  return leaveWeeks[entry.key] ?? usual;
}

function absencesOf(
  entry: RosterEntry,
  position: number,
  { dates, leaveWeeks }: { dates: DemoDates; leaveWeeks: LeaveWeeks },
): Row<Absence>[] {
  const away = absenceMaker(entry, dates);
  const next = nextLeaveWeek(entry, position, leaveWeeks);
  const past = -(9 + (position % 10));
  const asked = leaveWeeks[entry.key] === undefined && position % 5 === 0;
  const absences = [
    away('conges_payes', { week: past, from: MONDAY, to: FRIDAY }),
    away('conges_payes', { week: next, from: MONDAY, to: FRIDAY }, asked ? { status: 'requested' } : {}),
    away(
      'rtt',
      { week: -1 - (position % 7), from: FRIDAY, to: FRIDAY },
      position % 2 === 0 ? {} : { startsAt: 'middle_of_day' },
    ),
  ];
  if (position % 6 === 3) absences.push(away('maladie', { week: -3, from: TUESDAY, to: WEDNESDAY }));
  if (position % 7 === 5) {
    const visit = { minutesPerDay: 120, notes: 'Rendez-vous médical' };
    absences.push(away('maladie', { week: 2, from: THURSDAY, to: THURSDAY }, visit));
  }
  if (position % 4 === 1) absences.push(away('teletravail', { week: 1, from: WEDNESDAY, to: THURSDAY }));
  if (position % 8 === 4)
    absences.push(away('rtt', { week: 3, from: MONDAY, to: MONDAY }, { endsAt: 'middle_of_day' }));
  if (position % 9 === 2) absences.push(away('rtt', { week: 2, from: MONDAY, to: MONDAY }, { status: 'declined' }));
  return absences.filter((absence) => isEmployed(entry, absence, dates));
}

function absenceMaker(entry: RosterEntry, dates: DemoDates) {
  return (
    type: TypeKey,
    span: { week: number; from: number; to: number },
    changes: Partial<Row<Absence>> = {},
  ): Row<Absence> => {
    const startDate = dates.day(span.week, span.from);
    return {
      id: demoId('absence', `${entry.key}/${type}/${String(span.week)}/${String(span.from)}`),
      personId: demoId('person', entry.key),
      typeId: demoId('absence_type', type),
      startDate,
      endDate: dates.day(span.week, span.to),
      startsAt: 'beginning_of_day',
      endsAt: 'end_of_day',
      minutesPerDay: null,
      status: 'approved',
      notes: null,
      source: 'manual',
      ...changes,
    };
  };
}

function isEmployed(entry: RosterEntry, absence: Row<Absence>, dates: DemoDates): boolean {
  const from = entry.startWeek === undefined ? undefined : dates.day(entry.startWeek);
  const to = entry.endWeek === undefined ? undefined : dates.day(entry.endWeek, FRIDAY);
  return (from === undefined || absence.startDate >= from) && (to === undefined || absence.endDate <= to);
}
