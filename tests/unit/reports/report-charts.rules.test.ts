/** What the charts show, and what they leave out when there is too much. */
import { expect, test } from '@jest/globals';
import {
  freeChart,
  loadChart,
  MOST_NAMES,
  overChart,
  teamsChart,
} from '../../../src/domains/reports/report-charts.rules';
import type { BarChart, HeatChart } from '../../../src/rendering/table.types';

const period = (start: string, net_minutes: number, firm_minutes: number) => ({
  start,
  net_minutes,
  firm_minutes,
  tentative_minutes: 0,
});

test('load: firm and tentative bars, capacity beside them, in the order given', () => {
  const rows = [
    { name: 'Ada', net: 100, firm: 120, tentative: 5 },
    { name: 'Bob', net: 200, firm: 20, tentative: 0 },
  ];
  const chart = loadChart(rows) as BarChart;
  expect(chart).toMatchObject({ kind: 'bars', direction: 'across', categories: ['Ada', 'Bob'] });
  expect(chart.series.map(({ role, minutes }) => [role, minutes])).toEqual([
    ['firm', [120, 20]],
    ['tentative', [5, 0]],
    ['capacity', [100, 200]],
  ]);
});

test('of too many the most loaded are shown, load without capacity first, and the title says so', () => {
  const rows = Array.from({ length: MOST_NAMES + 5 }, (_, index) => ({
    name: `P${index}`,
    net: 100,
    firm: index,
    tentative: 0,
  }));
  const strange = [
    { name: 'none', net: 0, firm: 0, tentative: 0 },
    { name: 'only load', net: 0, firm: 1, tentative: 0 },
    { name: 'only load too', net: 0, firm: 9, tentative: 0 },
  ];
  const chart = loadChart([...strange, ...rows]) as BarChart;
  expect(chart.categories.slice(0, 3)).toEqual(['only load', 'only load too', `P${MOST_NAMES + 4}`]);
  expect(chart.categories).toHaveLength(MOST_NAMES);
  expect(chart.categories).not.toContain('none');
  expect(chart.title.en).toBe('Load and net capacity, the 30 most loaded');
});

test('without a minute there is nothing to draw', () => {
  expect(loadChart([])).toBeNull();
  expect(loadChart([{ name: 'Ada', net: 0, firm: 0, tentative: 0 }])).toBeNull();
  expect(overChart([], { from: '2027-02-01', to: '2027-02-07' })).toBeNull();
  expect(teamsChart([])).toBeNull();
  expect(freeChart([])).toBeNull();
});

test('over: every day of a month, added up by date', () => {
  const items = [
    { date: '2027-02-02', over_minutes: 36 },
    { date: '2027-02-02', over_minutes: 4 },
    { date: '2027-02-04', over_minutes: 10 },
  ];
  const chart = overChart(items, { from: '2027-02-01', to: '2027-02-05' }) as BarChart;
  expect(chart.categories).toEqual(['2027-02-01', '2027-02-02', '2027-02-03', '2027-02-04', '2027-02-05']);
  expect(chart.series).toMatchObject([{ role: 'over', minutes: [0, 40, 0, 10, 0] }]);
  expect(chart.title.en).toBe('Hours over by day');
});

test('over: weeks by their Monday when the range is longer, none lost at its ends', () => {
  const items = [
    { date: '2027-02-03', over_minutes: 1 },
    { date: '2027-02-07', over_minutes: 2 },
    { date: '2027-03-08', over_minutes: 4 },
  ];
  const chart = overChart(items, { from: '2027-02-03', to: '2027-03-08' }) as BarChart;
  expect(chart.categories).toEqual([
    '2027-02-01',
    '2027-02-08',
    '2027-02-15',
    '2027-02-22',
    '2027-03-01',
    '2027-03-08',
  ]);
  expect(chart.series[0]?.minutes).toEqual([3, 0, 0, 0, 0, 4]);
});

test('one team: its load over time', () => {
  const chart = teamsChart([{ name: 'Blue', periods: [period('2027-02-01', 100, 50)] }]) as BarChart;
  expect(chart).toMatchObject({ kind: 'bars', direction: 'up', categories: ['2027-02-01'] });
  expect(chart.series.map(({ role }) => role)).toEqual(['firm', 'tentative', 'capacity']);
});

test('several teams: a colour for each period, none without capacity', () => {
  const chart = teamsChart([
    { name: 'Blue', periods: [period('2027-02-01', 100, 50), period('2027-02-08', 0, 10)] },
    {
      name: { en: 'No team', fr: 'Sans équipe' },
      periods: [period('2027-02-01', 50, 75), period('2027-02-08', 10, 0)],
    },
  ]) as HeatChart;
  expect(chart.dates).toEqual(['2027-02-01', '2027-02-08']);
  expect(chart.rows.map(({ ratios }) => ratios)).toEqual([
    [0.5, null],
    [1.5, 0],
  ]);
});

test('of too many teams those with the fullest period', () => {
  const teams = Array.from({ length: MOST_NAMES + 1 }, (_, index) => ({
    name: `T${index}`,
    periods: [period('2027-02-01', 100, index)],
  }));
  const chart = teamsChart(teams) as HeatChart;
  expect(chart.rows.map(({ name }) => name)).not.toContain('T0');
  expect(chart.title.fr).toBe('Charge ferme sur capacité nette, les 30 plus chargées');
});

test('free hours of those with most room', () => {
  const items = Array.from({ length: MOST_NAMES + 1 }, (_, index) => ({
    person_name: `P${index}`,
    free_minutes: 1_000 - index,
  }));
  const chart = freeChart(items) as BarChart;
  expect(chart.categories).toHaveLength(MOST_NAMES);
  expect(chart.title.en).toBe('Free hours, the 30 with most room');
  expect((freeChart(items.slice(0, 1)) as BarChart).title.en).toBe('Free hours');
});
