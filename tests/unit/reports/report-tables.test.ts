/** Every report as a table: rows as long as the columns, and the figures of the JSON answer in their places. */
import { expect, test } from '@jest/globals';
import { presentAvailabilityTable } from '../../../src/domains/reports/availability.presenter';
import { presentCapacityVsLoadTable } from '../../../src/domains/reports/capacity-vs-load-table.presenter';
import { presentOverbookingsTable } from '../../../src/domains/reports/overbookings-table.presenter';
import type { UtilizationAnswer } from '../../../src/domains/reports/reports.schema';
import { presentUtilizationTable } from '../../../src/domains/reports/utilization-table.presenter';
import type { ReportTable } from '../../../src/rendering/table.types';

const frame = {
  definition_version: 1,
  from: '2027-02-01',
  to: '2027-02-07',
  computed_at: '2027-02-08T06:05:04.000Z',
};
const sums: UtilizationAnswer['totals'] = {
  nominal_minutes: 1,
  holiday_minutes: 2,
  absence_minutes: 3,
  net_minutes: 4,
  firm_minutes: 5,
  tentative_minutes: 6,
  worked_minutes: 7,
  over_minutes: 8,
  utilization: 1.25,
};

function expectWellFormed(table: ReportTable): void {
  const widths = [...table.rows, ...(table.totals === null ? [] : [table.totals])].map((row) => row.length);
  expect(widths.filter((width) => width !== table.columns.length)).toEqual([]);
}

test.each([
  ['team', 'Sans équipe'],
  ['project', 'Sans projet'],
] as const)('utilization by %s names the row without an id', (group_by, name) => {
  const items = [
    { id: 'a', name: 'Blue', ...sums },
    { id: null, name: 'No team', ...sums },
  ];
  const table = presentUtilizationTable({ ...frame, group_by, items, totals: { ...sums, utilization: null } });
  expectWellFormed(table);
  expect(table.rows[0]).toEqual(['Blue', 1, 2, 3, 4, 5, 6, 7, 8, 1.25, 'a']);
  expect(table.rows[1]?.[0]).toMatchObject({ fr: name });
  expect(table.totals?.slice(-2)).toEqual([null, null]);
  expect(table.facts.map((fact) => fact.value)).toEqual([
    { en: '2027-02-08 06:05 UTC', fr: '08/02/2027 06:05 UTC' },
    '1',
  ]);
});

test('overbookings add up what is over', () => {
  const item = { person_id: 'p', person_name: 'Ada', date: '2027-02-02', net_minutes: 420, firm_minutes: 456 };
  const table = presentOverbookingsTable({
    ...frame,
    items: [
      { ...item, over_minutes: 36, allocation_ids: ['x', 'y'], conflict_id: 'c', state: 'open' },
      { ...item, over_minutes: 14, allocation_ids: ['x'], conflict_id: null, state: null },
    ],
    total: 2,
  });
  expectWellFormed(table);
  expect(table.rows[0]).toEqual(['2027-02-02', 'Ada', 420, 456, 36, 2, { en: 'open', fr: 'ouvert' }, 'p', 'c']);
  expect(table.rows[1]?.slice(4)).toEqual([14, 1, null, 'p', null]);
  expect(table.totals?.[4]).toBe(50);
});

test('capacity and load has a row for each team and period, and no totals', () => {
  const period = { net_minutes: 10, firm_minutes: 20, tentative_minutes: 5, gap_minutes: -10 };
  const periods = [
    { start: '2027-02-01', end: '2027-02-03', ...period },
    { start: '2027-02-04', end: '2027-02-07', ...period },
  ];
  const table = presentCapacityVsLoadTable({
    ...frame,
    granularity: 'week',
    items: [
      { team_id: 't', team_name: 'Blue', periods },
      { team_id: null, team_name: 'No team', periods },
    ],
  });
  expectWellFormed(table);
  expect(table.rows).toHaveLength(4);
  expect(table.rows[1]).toEqual(['Blue', '2027-02-04', '2027-02-07', 10, 20, 5, -10, 't']);
  expect(table.rows[2]?.[0]).toEqual({ en: 'No team', fr: 'Sans équipe' });
  expect(table.totals).toBeNull();
});

test('availability adds up its people', () => {
  const figures = { net_minutes: 10, firm_minutes: 4, tentative_minutes: 3, free_minutes: 6 };
  const days = [
    { date: '2027-02-01', free_minutes: 3 },
    { date: '2027-02-02', free_minutes: 3 },
  ];
  const items = ['Ada', 'Bob'].map((person_name) => ({ person_id: person_name, person_name, ...figures, days }));
  const table = presentAvailabilityTable({ from: frame.from, to: frame.to, items, total: 2 });
  expectWellFormed(table);
  expect(table.rows[0]).toEqual(['Ada', 10, 4, 3, 6, 2, 'Ada']);
  expect(table.totals).toEqual([{ en: 'Total', fr: 'Total' }, 20, 8, 6, 12, null, null]);
});
