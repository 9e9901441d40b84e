/** Where more waits to be recomputed than a read computes itself, every report over many people says that it may be of before. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/api';

/** Of which three years are more than 200,000 person-days, and a month less is fewer. */
const PEOPLE = 183;
const FIRST = '2024-01-01';
const LONG = `from=${FIRST}&to=2026-12-31`;
const SHORT = `from=${FIRST}&to=2026-11-30`;
const DAYS = 1_096;
const SATURDAY = '2024-02-03';

let api: TestApi;
let owner: Awaited<ReturnType<TestApi['signIn']>>;
beforeAll(async () => {
  api = await startApi();
  const { id: large } = await api.factory.organization();
  owner = await api.signIn({ role: 'owner', organizationId: large, personId: null });
  await api.database.admin.raw(
    `with person as (
       insert into people (organization_id, id, full_name)
       select :large, gen_random_uuid(), 'Person ' || lpad(n::text, 3, '0') from generate_series(1, :people) n returning id),
     week as (
       insert into capacity_weeks (organization_id, person_id, week_start, nominal_minutes, holiday_minutes,
         absence_minutes, net_minutes, firm_minutes, tentative_minutes, worked_minutes, over_minutes)
       select :large, person.id, day::date, zero, zero, zero, '{1,1,1,1,1,1,1}', zero, zero, zero, zero
       from person, generate_series(date '2024-01-01', date '2026-12-28', interval '7 days') day,
         (select '{0,0,0,0,0,0,0}'::int[] as zero) as zeros
       returning person_id),
     booking as (
       insert into allocations (organization_id, id, person_id, start_date, end_date, load_unit, load_minutes)
       select :large, gen_random_uuid(), id, :saturday, :saturday, 'minutes_per_day', 60 from person limit 1)
     insert into dirty_ranges (organization_id, person_id, from_date, to_date, reason, created_at)
     select :large, id, '1990-01-01', '2030-01-01', 'test', now() - interval '90 seconds' from person`,
    { large, people: PEOPLE, saturday: SATURDAY },
  );
});
afterAll(() => api.close());

async function staleAndRight(
  path: (dates: string) => string,
): Promise<[Record<string, unknown>, Record<string, unknown>]> {
  const [stale, right] = [await owner.get(path(LONG)), await owner.get(path(SHORT))];
  expect([stale.status, right.status]).toEqual([200, 200]);
  expect(stale.body['stale']).toBe(true);
  expect(stale.body['stale_seconds']).toBeGreaterThanOrEqual(90);
  expect(right.body).not.toHaveProperty('stale');
  return [stale.body, right.body];
}

test('the heat map shows stored weeks as they are', async () => {
  const [stale, right] = await staleAndRight((dates) => `/capacity/heatmap?group_by=person&granularity=month&${dates}`);
  expect(stale).toMatchObject({ rows: { length: PEOPLE } });
  const first = ({ rows }: Record<string, unknown>) => (rows as { cells: number[][] }[])[0]?.cells[0];
  expect([first(stale), first(right)]).toEqual([
    [31, 0, 0, 0],
    [23 * 420, 0, 0, 0],
  ]);
});

test('utilization and capacity against load say so', async () => {
  const [stale, right] = await staleAndRight((dates) => `/reports/utilization?group_by=team&${dates}`);
  expect(stale['totals']).toMatchObject({ net_minutes: PEOPLE * DAYS });
  expect(right['totals']).toMatchObject({ firm_minutes: 60, over_minutes: 60 });
  await staleAndRight((dates) => `/reports/capacity-vs-load?${dates}`);
});

test('overbookings may lack somebody, and say so', async () => {
  const [stale, right] = await staleAndRight((dates) => `/reports/overbookings?${dates}`);
  expect(stale['total']).toBe(0);
  expect(right['items']).toMatchObject([{ date: SATURDAY, over_minutes: 60, net_minutes: 0 }]);
});

test('availability shows stored weeks as they are', async () => {
  const [stale, right] = await staleAndRight((dates) => `/availability?${dates}`);
  const free = ({ items }: Record<string, unknown>) => (items as { free_minutes: number }[])[0]?.free_minutes;
  expect(free(stale)).toBe(DAYS);
  expect(free(right)).toBeGreaterThan(700 * 420);
  const text = await owner.get(`/availability?${LONG}&format=html`);
  expect(text.text).toContain('some figures are');
});
