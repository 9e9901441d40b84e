/** Kept answers while Redis is away or does not answer: right, and soon. */
import { afterEach, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/api';
import { RedisLink } from '../support/redis-link';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function startBehindLink(): Promise<{ api: TestApi; link: RedisLink }> {
  const link = await RedisLink.open();
  closing.push(() => link.close());
  const api = await startApi({ environment: { REDIS_URL: link.url } });
  closing.push(() => api.close());
  const { redis } = api.container;
  if (redis !== undefined && redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', resolve));
  return { api, link };
}

/** Firm minutes of the owner in the week of `monday`. */
async function firmOf(api: TestApi, monday: string): Promise<number | undefined> {
  const path = `/capacity/heatmap?granularity=day&from=${monday}&to=${monday}`;
  const { status, body } = await api.as.owner.get(path);
  expect(status).toBe(200);
  const rows = body['rows'] as { id: string; cells: number[][] }[];
  return rows.find((row) => row.id === api.as.owner.personId)?.cells[0]?.[1];
}

test.each(['cut', 'freeze'] as const)(
  'Redis gone (%s): the heat map is right before and after a write, and soon',
  async (how) => {
    const { api, link } = await startBehindLink();
    expect(await firmOf(api, '2027-02-01')).toBe(0);
    link[how]();
    const began = performance.now();
    expect(await firmOf(api, '2027-02-01')).toBe(0);
    const dates = { start_date: '2027-02-08', end_date: '2027-02-08' };
    await api.as.owner.post('/allocations', { person_id: api.as.owner.personId, ...dates, minutes_per_day: 77 });
    expect(await firmOf(api, '2027-02-08')).toBe(77);
    expect(await firmOf(api, '2027-02-08')).toBe(77);
    expect(performance.now() - began).toBeLessThan(10_000);
    link.restore();
    expect(await firmOf(api, '2027-02-01')).toBe(0);
  },
);
