/** Scheduled reports under `kill -9` of the worker: each run ends, each file is there once and as it was named, each mail came. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { ApiClient } from '../../src/drill/api-client';
import { createRandom } from '../../src/drill/random';
import { seedOwner } from '../../src/drill/seed-organization';
import { pollUntil } from '../../src/local-servers/poll-until';
import { addDays } from '../../src/shared/calendar-dates';
import { startMailServer, type MailServer } from '../support/mail-server';
import { SplitSystem } from '../support/split-system';

const START_LIMIT_MS = 180_000;
const SETTLE_LIMIT_MS = 90_000;
const CALL_LIMIT_MS = 15_000;
const DAYS = 6;
const FORMATS = ['csv', 'pdf', 'xlsx'];
const RECIPIENTS = ['a', 'b', 'c'];
const KILLS = 2;

let mail: MailServer;
let system: SplitSystem;
let api: ApiClient;

beforeAll(async () => {
  mail = await startMailServer();
  system = await SplitSystem.start({ SMTP_URL: mail.url });
  const { login } = await seedOwner(system.databaseAdminUrl);
  api = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await api.logIn(login);
}, START_LIMIT_MS);
afterAll(async () => {
  await system.end();
  await mail.close();
}, START_LIMIT_MS);

async function rowsOf<T>(text: string): Promise<T[]> {
  const client = new Client({ connectionString: system.databaseAdminUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const seen = await pollUntil(async () => ((await isSo()) ? true : undefined), SETTLE_LIMIT_MS);
  if (seen === undefined) throw new Error(`not seen: ${isSo.toString()}`);
}

const count = async (text: string): Promise<number> => (await rowsOf(text)).length;
const messageIdOf = (text: string): string => /Message-ID:\s+<(.+?)>/.exec(text)?.[1] ?? '';

test(
  'every run is completed, its files are those that were named, and no mail is lost',
  async () => {
    const schedule = await api.demand({
      method: 'POST',
      path: '/report-schedules',
      body: {
        name: 'Kills',
        report: 'utilization',
        parameters: { group_by: 'team', period: 'last_week' },
        cron: '0 8 * * *',
        timezone: 'Europe/Paris',
        formats: FORMATS,
        recipients: RECIPIENTS.map((name) => ({ kind: 'email', address: `${name}@example.com` })),
      },
    });
    const to = addDays(new Date().toISOString().slice(0, 10), -1);
    const body = { from: addDays(to, 1 - DAYS), to };
    const path = `/report-schedules/${String(schedule['id'])}:backfill`;
    expect(await api.demand({ method: 'POST', path, body })).toMatchObject({ queued: DAYS });

    const random = createRandom(Date.now() % 2 ** 31);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const files = random.integer(1, DAYS * FORMATS.length - 1);
      await until(async () => (await count('select 1 from report_files')) >= Math.floor((files * kill) / KILLS));
      await system.kill('worker');
      await system.revive('worker');
    }
    await until(async () => (await count(`select 1 from report_runs where finished_at is not null`)) === DAYS);

    const runs = await rowsOf<{ state: string; error_code: string | null }>(
      'select state, error_code from report_runs',
    );
    expect(runs).toEqual(runs.map(() => ({ state: 'completed', error_code: null })));
    const named = await rowsOf<{ path: string; sha256: string }>(
      `select 'report-runs/' || organization_id || '/' || run_id || '/' || format as path, sha256 from report_files order by 1`,
    );
    expect(named).toHaveLength(DAYS * FORMATS.length);
    const folder = join(system.home, 'files');
    const stored = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      // What a killed worker was writing has no name yet.
      .filter((path) => !path.startsWith('.'));
    expect(stored.sort()).toEqual(named.map((file) => file.path));
    for (const file of named) {
      const bytes = readFileSync(join(folder, file.path));
      expect([file.path, createHash('sha256').update(bytes).digest('hex')]).toEqual([file.path, file.sha256]);
    }
    await expectMails();
  },
  START_LIMIT_MS,
);

/**
 * Each mail came under its own message id. One may have come twice only where its first attempt was cut off after the server took
 * it: then the delivery counts more than one attempt, and both have the same id.
 */
async function expectMails(): Promise<void> {
  const deliveries = await rowsOf<{ id: string; attempts: number; state: string }>(
    'select id, attempts, state from report_deliveries',
  );
  expect(deliveries.map(({ state }) => state)).toEqual(
    Array.from({ length: DAYS * RECIPIENTS.length }, () => 'delivered'),
  );
  const times = new Map<string, number>();
  for (const { text } of mail.received) times.set(messageIdOf(text), (times.get(messageIdOf(text)) ?? 0) + 1);
  for (const { id, attempts } of deliveries) {
    const came = times.get(`report.${id}.1@plan-charge.invalid`) ?? 0;
    expect([id, came >= 1 && came <= attempts]).toEqual([id, true]);
  }
  expect(times.size).toBe(deliveries.length);
}
