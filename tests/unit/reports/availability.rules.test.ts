/** Free minutes, the days that fit and the order of people, by hand. */
import { expect, test } from '@jest/globals';
import { ledgerFigures, type FigureColumns, type LedgerFigure } from '../../../src/domains/capacity/capacity.types';
import { rankAvailability, type Demand } from '../../../src/domains/reports/availability.rules';
import { toEpochDay } from '../../../src/shared/calendar-dates';

const from = toEpochDay('2027-02-01');
const anything: Demand = { minutesPerDay: null, totalMinutes: null };

function columns(given: Partial<Record<LedgerFigure, number[]>>, length: number): FigureColumns {
  const all = ledgerFigures.map((figure): [LedgerFigure, Int32Array] => {
    return [figure, Int32Array.from(given[figure] ?? Array.from({ length }, () => 0))];
  });
  return Object.fromEntries(all) as Record<LedgerFigure, Int32Array>;
}

const ledgers = new Map([
  ['a', columns({ net: [420, 420, 0], firm: [168, 500, 60], tentative: [420, 0, 0] }, 3)],
  ['b', columns({ net: [420, 420, 420], firm: [0, 0, 420] }, 3)],
  ['c', columns({ net: [0, 0, 0], firm: [0, 0, 0] }, 3)],
]);
const names = new Map([
  ['a', 'Ada'],
  ['b', 'Bob'],
  ['c', 'Cleo'],
]);
const rank = (demand: Demand, spells: Parameters<typeof rankAvailability>[2]['spells'] = null) =>
  rankAvailability(ledgers, names, { from, demand, spells });

test('an over-booked day gives nothing to other days, and tentative load takes no room', () => {
  expect(rank(anything)).toEqual([
    {
      personId: 'b',
      personName: 'Bob',
      netMinutes: 1_260,
      firmMinutes: 420,
      tentativeMinutes: 0,
      freeMinutes: 840,
      days: [
        { date: '2027-02-01', freeMinutes: 420 },
        { date: '2027-02-02', freeMinutes: 420 },
      ],
    },
    {
      personId: 'a',
      personName: 'Ada',
      netMinutes: 840,
      firmMinutes: 728,
      tentativeMinutes: 420,
      freeMinutes: 252,
      days: [{ date: '2027-02-01', freeMinutes: 252 }],
    },
  ]);
});

test.each<[Demand, string[]]>([
  [{ minutesPerDay: 252, totalMinutes: null }, ['b', 'a']],
  [{ minutesPerDay: 253, totalMinutes: null }, ['b']],
  [{ minutesPerDay: 421, totalMinutes: null }, []],
  [{ minutesPerDay: null, totalMinutes: 252 }, ['b', 'a']],
  [{ minutesPerDay: null, totalMinutes: 253 }, ['b']],
  [{ minutesPerDay: null, totalMinutes: 841 }, []],
])('%j fits %j', (demand, ids) => {
  expect(rank(demand).map((person) => person.personId)).toEqual(ids);
});

test('of a team only the days of membership count', () => {
  const spells = [{ teamId: 't', personId: 'b', from: from + 1, to: from + 3 }];
  expect(rank(anything, spells)).toMatchObject([
    { personId: 'b', netMinutes: 840, freeMinutes: 420, days: [{ date: '2027-02-02' }] },
  ]);
});

test('equal room: by name, then by id', () => {
  const same = columns({ net: [60], firm: [0] }, 1);
  const twins = new Map([
    ['y', same],
    ['x', same],
    ['z', same],
  ]);
  const named = new Map([
    ['x', 'Ann'],
    ['y', 'Ann'],
    ['z', 'Abe'],
  ]);
  const ranked = rankAvailability(twins, named, { from, demand: anything, spells: null });
  expect(ranked.map((person) => person.personId)).toEqual(['z', 'x', 'y']);
});
