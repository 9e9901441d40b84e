/** Which days a write of worked time can move. */
import { expect, test } from '@jest/globals';
import type { TimeEntryFields } from '../../../src/domains/time-entries/time-entries.types';
import { timeEntryScope } from '../../../src/domains/time-entries/time-entry-scope.rules';

const entry: TimeEntryFields = {
  personId: 'ada',
  projectId: null,
  taskId: null,
  date: '2027-03-01',
  minutes: 60,
  note: null,
  source: 'manual',
};
const reason = 'time_entry.changed';

test.each([
  ['created', null, entry],
  ['deleted', entry, null],
])('%s: its date', (_, before, after) => {
  const day = { from: '2027-03-01', to: '2027-03-01' };
  expect(timeEntryScope(before, after)).toEqual({ personIds: ['ada'], ...day, reason, figureDates: ['2027-03-01'] });
});

test('moved: both dates, both people, and between', () => {
  expect(timeEntryScope(entry, { ...entry, personId: 'bob', date: '2027-02-01' })).toEqual({
    personIds: ['ada', 'bob'],
    from: '2027-02-01',
    to: '2027-03-01',
    reason,
    figureDates: ['2027-03-01', '2027-02-01'],
  });
});

test('another project: the date, though no sum of the day moves', () => {
  expect(timeEntryScope(entry, { ...entry, projectId: 'rocket' })?.figureDates).toEqual(['2027-03-01', '2027-03-01']);
});

test('another note: no day', () => {
  expect(timeEntryScope(entry, { ...entry, note: 'Kick-off' })).toBeNull();
  expect(timeEntryScope(null, null)).toBeNull();
});
