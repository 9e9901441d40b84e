/** The heat map: its figures, who may see whom, and a cache that is never older than the last commit. READINGS 34 and H. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '../support/factories';
import { startApi, type ApiAnswer, type ApiClient, type SignedIn, type TestApi } from '../support/api';

const FROM = '2027-02-01';
const TO = '2027-02-14';
const RANGE = `from=${FROM}&to=${TO}`;

let api: TestApi;
let organization_id: string;
let admin: SignedIn;
let ada: Row;
let bob: Row;
let blue: Row;

beforeAll(async () => {
  api = await startApi({ redis: true });
  const { factory } = api;
  organization_id = (await factory.organization()).id;
  admin = await api.signIn({ role: 'admin', organizationId: organization_id, personId: null });
  ada = await factory.person({ organization_id, full_name: 'Ada' });
  bob = await factory.person({ organization_id, full_name: 'Bob' });
  blue = await factory.team({ organization_id, name: 'Blue' });
  // Ada is in Blue until the first Wednesday, Bob never.
  await factory.teamMember({ team_id: blue.id, person_id: ada.id, active_to: '2027-02-03' });
  const monday = { start_date: FROM, end_date: FROM, load_unit: 'minutes_per_day' };
  await factory.allocation({ person_id: ada.id, ...monday, load_minutes: 480 });
  await factory.allocation({ person_id: ada.id, ...monday, load_minutes: 60, status: 'tentative' });
  await factory.absence({ person_id: bob.id, start_date: '2027-02-08', end_date: '2027-02-14' });
});
afterAll(() => api.close());

interface HeatRow {
  id: string | null;
  name: string;
  cells: number[][];
}

const rowsOf = (answer: ApiAnswer): HeatRow[] => answer.body['rows'] as HeatRow[];
const cellsOf = (answer: ApiAnswer): [string, number[][]][] => rowsOf(answer).map((row) => [row.name, row.cells]);
const heatmap = (query: string, client: ApiClient = admin): Promise<ApiAnswer> =>
  client.get(`/capacity/heatmap?${query}`);

async function lookups(result: 'hit' | 'miss'): Promise<number> {
  const { values } = await api.container.metrics.answerCacheLookups.get();
  return values.find((value) => value.labels.result === result)?.value ?? 0;
}

describe('refusals', () => {
  test('401 without a token; 403 by person for a viewer, who sees it by team', async () => {
    expect((await heatmap(RANGE, api.anonymous)).status).toBe(401);
    expect((await heatmap(`group_by=person&${RANGE}`, api.as.viewer)).status).toBe(403);
    expect((await heatmap(`group_by=team&${RANGE}`, api.as.viewer)).status).toBe(200);
  });

  test.each([
    [`granularity=hour&${RANGE}`, '/query/granularity'],
    ['group_by=project&from=2027-02-01&to=2027-02-02', '/query/group_by'],
    ['from=2027-02-03&to=2027-02-01', '/query/to'],
    ['from=2027-02-01', '/query/to'],
    [`${RANGE}&team=blue`, '/query/team'],
  ])('400 for %s', async (query, pointer) => {
    const { status, body } = await heatmap(query);
    expect([status, body.errors[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe('figures', () => {
  test('by person and week: net, firm, tentative, over', async () => {
    const answer = await heatmap(`granularity=week&${RANGE}`);
    expect(answer.status).toBe(200);
    expect(answer.body['columns']).toEqual([
      { start: '2027-02-01', end: '2027-02-07' },
      { start: '2027-02-08', end: '2027-02-14' },
    ]);
    expect(cellsOf(answer)).toEqual([
      [
        'Ada',
        [
          [2_100, 480, 60, 60],
          [2_100, 0, 0, 0],
        ],
      ],
      [
        'Bob',
        [
          [2_100, 0, 0, 0],
          [0, 0, 0, 0],
        ],
      ],
    ]);
  });

  test('by day, and by month cut to the dates', async () => {
    const days = await heatmap('granularity=day&from=2027-02-01&to=2027-02-02');
    expect(rowsOf(days)[0]?.cells).toEqual([
      [420, 480, 60, 60],
      [420, 0, 0, 0],
    ]);
    const months = await heatmap('granularity=month&from=2027-01-29&to=2027-02-01');
    expect(months.body['columns']).toEqual([
      { start: '2027-01-29', end: '2027-01-31' },
      { start: '2027-02-01', end: '2027-02-01' },
    ]);
    expect(rowsOf(months)[0]?.cells).toEqual([
      [420, 0, 0, 0],
      [420, 480, 60, 60],
    ]);
  });

  test('by team: days of membership only, the rest in the row without a team', async () => {
    expect(cellsOf(await heatmap(`group_by=team&${RANGE}`))).toEqual([
      [
        'Blue',
        [
          [1_260, 480, 60, 60],
          [0, 0, 0, 0],
        ],
      ],
      [
        'No team',
        [
          [840 + 2_100, 0, 0, 0],
          [2_100, 0, 0, 0],
        ],
      ],
    ]);
  });

  test('a member sees themself, a manager the people they lead, in the same moment and from the same data', async () => {
    const member = await api.signIn({ role: 'member', organizationId: organization_id, personId: bob.id });
    const manager = await api.signIn({ role: 'manager', organizationId: organization_id });
    await api.factory.person({ organization_id, full_name: 'Cleo', manager_id: manager.personId });
    expect(rowsOf(await heatmap(RANGE)).map((row) => row.name)).toEqual(['Ada', 'Bob', 'Cleo', 'manager']);
    expect(rowsOf(await heatmap(RANGE, member)).map((row) => row.name)).toEqual(['Bob']);
    expect(rowsOf(await heatmap(RANGE, manager)).map((row) => row.name)).toEqual(['Cleo', 'manager']);
    await api.factory.admin('people').whereIn('full_name', ['Cleo', 'manager']).update({ deleted_at: new Date() });
  });
});

test('as a file: sums of each row, and the load of each period for spreadsheets', async () => {
  const { status, text } = await admin.get(`/capacity/heatmap?format=csv&${RANGE}`);
  expect(status).toBe(200);
  const [header, first, second] = text.split('\r\n');
  expect(header).toBe(
    'Person,Net capacity (h),Firm load (h),Tentative load (h),Over (h),Utilization (%),2027-02-01 (%),2027-02-08 (%),Id',
  );
  expect(first).toBe(`Ada,70,8,1,1,11.4286,22.8571,0,${ada.id}`);
  expect(second).toBe(`Bob,35,0,0,0,0,0,,${bob.id}`);
});

describe('the cache', () => {
  test('answers the same request again without reading', async () => {
    const first = await heatmap(RANGE);
    const [hits, misses] = [await lookups('hit'), await lookups('miss')];
    const second = await heatmap(RANGE);
    expect(second.text).toBe(first.text);
    expect([await lookups('hit'), await lookups('miss')]).toEqual([hits + 1, misses]);
  });

  test('is not asked twice by many at once', async () => {
    const misses = await lookups('miss');
    const dates = 'from=2027-03-01&to=2027-03-14';
    const answers = await Promise.all(Array.from({ length: 8 }, () => heatmap(dates)));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(await lookups('miss')).toBe(misses + 1);
  });

  test('the read after a write is right, whatever was written, also by plain SQL', async () => {
    const firm = async (): Promise<number | undefined> => rowsOf(await heatmap(RANGE))[1]?.cells[0]?.[1];
    expect(await firm()).toBe(0);
    const body = { person_id: bob.id, start_date: FROM, end_date: FROM, minutes_per_day: 90 };
    const created = await admin.post('/allocations', body);
    expect(await firm()).toBe(90);
    await admin.post('/allocations?dry_run=true', body);
    expect(await firm()).toBe(90);
    await admin.patch(`/allocations/${created.body.id}`, { minutes_per_day: 30 });
    expect(await firm()).toBe(30);
    await admin.delete(`/allocations/${created.body.id}`);
    expect(await firm()).toBe(0);
    await api.factory.admin('people').where('id', bob.id).update({ full_name: 'Zoe' });
    expect(rowsOf(await heatmap(RANGE)).map((row) => row.name)).toEqual(['Ada', 'Zoe']);
    await api.factory.admin('people').where('id', bob.id).update({ full_name: 'Bob' });
  });

  test('writers beside readers: no reader is told less than what its own write did', async () => {
    const body = { person_id: ada.id, start_date: '2027-02-10', end_date: '2027-02-10', minutes_per_day: 1 };
    await Promise.all(
      Array.from({ length: 12 }, async (_, done) => {
        await admin.post('/allocations', body);
        const seen = rowsOf(await heatmap(RANGE))[0]?.cells[1]?.[1] ?? 0;
        expect(seen).toBeGreaterThanOrEqual(1);
        expect(seen).toBeLessThanOrEqual(12 + done);
      }),
    );
    expect(rowsOf(await heatmap(RANGE))[0]?.cells[1]?.[1]).toBe(12);
  });

  test('another organisation has its own', async () => {
    await heatmap(RANGE);
    expect(rowsOf(await heatmap(RANGE, api.stranger)).map((row) => row.name)).toEqual(['owner']);
  });
});
