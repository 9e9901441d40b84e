import { expect, test } from '@jest/globals';
import { assertAbsenceDates } from '../../../src/domains/absences/absence-fields.rules';
import type { AbsenceFields } from '../../../src/domains/absences/absences.types';

type Dates = Parameters<typeof assertAbsenceDates>[0];
const day: Dates = {
  startDate: '2026-11-23',
  endDate: '2026-11-23',
  startsAt: 'beginning_of_day',
  endsAt: 'end_of_day',
  minutesPerDay: null,
};

test.each<Partial<AbsenceFields>>([
  {},
  { startsAt: 'middle_of_day' },
  { endsAt: 'middle_of_day' },
  { startsAt: 'middle_of_day', endsAt: 'middle_of_day', endDate: '2026-11-24' },
  { minutesPerDay: 90, endDate: '2026-11-30' },
])('%j is an absence', (change) => {
  expect(() => assertAbsenceDates({ ...day, ...change })).not.toThrow();
});

test.each<[Partial<AbsenceFields>, string]>([
  [{ endDate: '2026-11-22' }, '/end_date'],
  [{ startsAt: 'middle_of_day', endsAt: 'middle_of_day' }, '/ends_at'],
  [{ minutesPerDay: 90, startsAt: 'middle_of_day' }, '/hours_per_day'],
  [{ minutesPerDay: 90, endsAt: 'middle_of_day' }, '/hours_per_day'],
])('%j is refused at %s', (change, pointer) => {
  expect(() => assertAbsenceDates({ ...day, ...change })).toThrow(
    expect.objectContaining({ details: { errors: [expect.objectContaining({ pointer })] } }),
  );
});
