/**
 * Meal vouchers of the demo organisation, counted by hand for a Wednesday, 2026-11-25: day by day, as on a wall calendar. The
 * roster's rules say who was away and when; whoever wants to check a person follows their line and counts the ones.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEMO_ORGANIZATION_ID, demoId } from '../../src/demo/demo-ids.rules';
import { loadDemo } from '../../src/demo/load-demo.command';
import { toEpochDay, weekdayOf } from '../../src/shared/calendar-dates';
import { startApi, type AnswerBody, type ApiClient, type TestApi } from '../support/api';

/**
 * | person   | October                                           |        | November                                          |         |
 * | -------- | ------------------------------------------------- | ------ | ------------------------------------------------- | ------- |
 * | jane     | 22 weekdays, there every day                      | **22** | 21 weekdays − the 11th − Friday 6                 | **19**  |
 * | clemence | 22 − the afternoon of Friday 30                   | **21** | 21 − the 11th − ill on 3 and 4                    | **18**  |
 * | sofia    | 21 h a week, every day a little: 22               | **22** | 21 − the 11th − ill on 3 and 4 − afternoon of 6   | **17**  |
 * | julie    | 22 − 4 Wednesdays (7, 14, 21, 28) − afternoon of 9 | **17** | 21 − 4 Wednesdays (4, 11, 18, 25) − ill on 3      | **16**  |
 * | ines     | 1-2, 5-9, 12-16 are 12, − Friday 16, her last day | **11** | gone                                              | **0**   |
 * | greta    | contractor: not on the payroll                    | **0**  | so too                                            | **0**   |
 * | valerie  | eats at a client's, decided so                    | **0**  | so too                                            | **0**   |
 * | olivier  | 22 − the afternoon of Friday 16                   | **21** | 21 − the 11th, − 5 back for October, see below    | **15**  |
 *
 * `1` a voucher · `.` weekend · `-` never works on this weekday · `H` public holiday · `A` away the whole day · `h` half a day
 * away · `n` not employed · `c` not on the payroll · `X` decided otherwise. The last column is the number of ones.
 */
const OCTOBER = `
          1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
          T  F  S  S  M  T  W  T  F  S  S  M  T  W  T  F  S  S  M  T  W  T  F  S  S  M  T  W  T  F  S
jane      1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  = 22
clemence  1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  h  .  = 21
sofia     1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  = 22
julie     1  1  .  .  1  1  -  1  h  .  .  1  1  -  1  1  .  .  1  1  -  1  1  .  .  1  1  -  1  1  .  = 17
ines      1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  A  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  = 11
greta     c  c  .  .  c  c  c  c  c  .  .  c  c  c  c  c  .  .  c  c  c  c  c  .  .  c  c  c  c  c  .  =  0
valerie   X  X  .  .  X  X  X  X  X  .  .  X  X  X  X  X  .  .  X  X  X  X  X  .  .  X  X  X  X  X  .  =  0
olivier   1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  h  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  = 21`;
const NOVEMBER = `
          1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
          S  M  T  W  T  F  S  S  M  T  W  T  F  S  S  M  T  W  T  F  S  S  M  T  W  T  F  S  S  M
jane      .  1  1  1  1  A  .  .  1  1  H  1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  .  1  = 19
clemence  .  1  A  A  1  1  .  .  1  1  H  1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  .  1  = 18
sofia     .  1  A  A  1  h  .  .  1  1  H  1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  .  1  = 17
julie     .  1  A  -  1  1  .  .  1  1  -  1  1  .  .  1  1  -  1  1  .  .  1  1  -  1  1  .  .  1  = 16
ines      n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  =  0
greta     .  c  c  c  c  A  .  .  c  c  H  c  c  .  .  c  c  c  c  c  .  .  c  c  c  c  c  .  .  c  =  0
valerie   .  X  X  X  X  X  .  .  X  X  H  X  h  .  .  X  X  X  X  X  .  .  X  X  X  X  X  .  .  X  =  0
olivier   .  1  1  1  1  1  .  .  1  1  H  1  1  .  .  1  1  1  1  1  .  .  1  1  1  1  1  .  .  1  = 20`;
/** What of October was decided after it was closed: taken off November. */
const TAKEN_BACK: Record<string, number> = { olivier: 5 };

const MARK_OF: Record<string, string> = {
  ...{ worked: '1', day_off: '-', holiday: 'H', absence: 'A', half_day: 'h' },
  ...{ not_employed: 'n', not_eligible: 'c', override: 'X' },
};

interface HandLine {
  key: string;
  marks: string[];
  total: number;
}

/** The lines below the two of the calendar. */
function linesOf(table: string): HandLine[] {
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => {
      const [key = '', ...cells] = line.trim().split(/\s+/);
      return { key, marks: cells.slice(0, -2), total: Number(cells.at(-1)) };
    });
}

let api: TestApi;
let owner: ApiClient;
beforeAll(async () => {
  api = await startApi();
  await loadDemo(api.container.database, new Date('2026-11-25T09:00:00Z'));
  owner = await api.signIn({ role: 'owner', organizationId: DEMO_ORGANIZATION_ID, personId: null });
});
afterAll(() => api.close());

async function vouchersOf(month: string, key: string): Promise<AnswerBody | undefined> {
  const { body } = await owner.get(`/benefits/vouchers/${month}?person_id=${demoId('person', key)}`);
  return body.items[0];
}

describe.each([
  ['2026-10', OCTOBER],
  ['2026-11', NOVEMBER],
])('%s', (month, table) => {
  test.each(linesOf(table).map((line) => [line.key, line] as const))('%s, every day', async (key, { marks, total }) => {
    expect(marks.filter((mark) => mark === '1')).toHaveLength(total); // the table itself adds up
    const vouchers = await vouchersOf(month, key);
    const parts = vouchers?.parts as unknown as { date: string; days: number; reason: string }[];
    const isWeekend = (date: string): boolean => weekdayOf(toEpochDay(date)) > 4;
    const found = parts.map(({ date, reason }) =>
      reason === 'day_off' && isWeekend(date) ? '.' : (MARK_OF[reason] ?? reason),
    );
    expect(found.join(' ')).toBe(marks.join(' '));
    expect(parts.map(({ days }) => days)).toEqual(marks.map((mark) => (mark === '1' ? 1 : 0)));
    const back = month === '2026-11' ? (TAKEN_BACK[key] ?? 0) : 0;
    expect(vouchers?.['days']).toBe(total - back);
  });
});

test('October is closed; the decision that came late is taken off November, date by date', async () => {
  expect((await owner.get('/benefits/vouchers/2026-10')).body).toMatchObject({ state: 'closed', total: 31 });
  expect((await vouchersOf('2026-11', 'olivier'))?.['correction_of']).toMatchObject([
    {
      month: '2026-10',
      kind: 'recount',
      days: -5,
      changes: ['22', '23', '26', '27', '28'].map((day) => ({ date: `2026-10-${day}`, reason: 'override' })),
    },
  ]);
});

test('the order of October can be made', async () => {
  const { status, text } = await owner.get('/benefits/vouchers/2026-10/order-file');
  expect([status, text.split('\r\n').slice(0, 4)]).toEqual([
    200,
    ['Annee;Mois;Matricule;Nb jours', '2026;10;0001;22', '2026;10;0002;22', '2026;10;0003;22'],
  ]);
});
