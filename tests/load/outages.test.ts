/** Each part killed under load, kept away, brought back: the API answers, nothing acknowledged is lost, every effect happens. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiClient, type Reply } from '../../src/drill/api-client';
import { backlogOf, withEvidence } from '../../src/drill/ledger-evidence';
import { createRandom } from '../../src/drill/random';
import { seedOrganization, type DrillOrganization } from '../../src/drill/seed-organization';
import { recomputeInFull, verify } from '../../src/drill/verification';
import { Writer } from '../../src/drill/writer';
import { pollUntil } from '../../src/local-servers/poll-until';
import { SplitSystem } from '../support/split-system';

const START_LIMIT_MS = 180_000;
const TEST_LIMIT_MS = 180_000;
/** No request may take longer, whatever is away. */
const HANG_MS = 15_000;
const PEOPLE = 6;
const WRITERS = 3;

let running: SplitSystem | undefined;
let system: SplitSystem;
let organization: DrillOrganization;
let api: ApiClient;
let writers: Writer[];
let replies: Reply[];

beforeAll(async () => {
  running = await SplitSystem.start();
  system = running;
  organization = await seedOrganization(system, PEOPLE);
  api = new ApiClient(system.apiUrl, 2 * HANG_MS);
  await api.logIn(organization.login);
  await recomputeInFull(api);
  writers = Array.from({ length: WRITERS }, (_, index) => {
    const random = createRandom(index + 1);
    return new Writer({
      name: `o${String(index)}`,
      api,
      organization,
      random,
      onReply: (_attempt, reply) => replies.push(reply),
    });
  });
}, START_LIMIT_MS);

afterAll(() => running?.end(), START_LIMIT_MS);

/** Writes all the while `scenario` runs; answers the answers of that time. */
async function underLoad(scenario: () => Promise<void>): Promise<Reply[]> {
  replies = [];
  const stop = new AbortController();
  const writing = Promise.all(writers.map((writer) => writer.write(stop.signal)));
  try {
    await seen(() => successes().length >= WRITERS);
    await scenario();
    const before = successes().length;
    await seen(() => successes().length >= before + 2 * WRITERS);
  } finally {
    stop.abort();
    await writing;
  }
  return replies;
}

function successes(): Reply[] {
  return replies.filter(({ status }) => status >= 200 && status < 300);
}

async function seen(condition: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const answer = await pollUntil(async () => ((await condition()) ? true : undefined), limitMs);
  if (answer === undefined) throw new Error(`not seen within ${String(limitMs)} ms: ${condition.toString()}`);
}

async function expectNothingLost(): Promise<void> {
  const suspect = { api, organization, databaseAdminUrl: system.databaseAdminUrl, writers };
  expect((await verify(suspect)).losses).toEqual([]);
}

function waitingNow(): Promise<number> {
  return withEvidence(system.databaseAdminUrl, async (client) => (await backlogOf(client)).outboxWaiting);
}

function slowestOf(answers: readonly Reply[]): number {
  return Math.max(...answers.map(({ elapsedMs }) => elapsedMs));
}

function statusesOf(answers: readonly Reply[]): number[] {
  return [...new Set(answers.map(({ status }) => status))].sort((a, b) => a - b);
}

/** A holiday moves figures in the background: an event for the workflow, whatever the writers happen to do. */
async function changeHoliday(): Promise<Reply> {
  const path = `/calendars/${organization.calendarId}/holidays`;
  const made = await api.send({ method: 'POST', path, body: { date: organization.firstDate, label: 'outage' } });
  expect(made.status).toBe(201);
  return api.send({ method: 'DELETE', path: `${path}/${String(made.body['id'])}` });
}

describe('under load', () => {
  test(
    'PostgreSQL killed: 503 with a reason and Retry-After, never 500 or a hang, and back by itself',
    async () => {
      const answers = await underLoad(async () => {
        await system.kill('PostgreSQL');
        await seen(() => replies.filter(({ status }) => status === 503).length >= 2 * WRITERS);
        await system.awaitReadiness('down', 20_000);
        await system.revive('PostgreSQL');
        await system.awaitReadiness('ready', 60_000);
      });
      expect(statusesOf(answers).filter((status) => status >= 300)).toEqual([503]);
      for (const refused of answers.filter(({ status }) => status === 503)) {
        expect(refused.body['code']).toBe('dependency_unavailable');
        expect(refused.body['dependency']).toBe('postgresql');
        expect(Number(refused.retryAfter)).toBeGreaterThan(0);
      }
      expect(slowestOf(answers)).toBeLessThan(HANG_MS);
      await expectNothingLost();
    },
    TEST_LIMIT_MS,
  );

  test(
    'Redis killed: writes and logins go on, /ready says degraded and names it',
    async () => {
      const answers = await underLoad(async () => {
        await system.kill('Redis');
        await system.awaitReadiness('degraded', 20_000);
        const ready = (await (await fetch(`${system.apiUrl}/ready`)).json()) as { failed: string[] };
        expect(ready.failed).toEqual(['redis']);
        const other = new ApiClient(system.apiUrl, HANG_MS);
        expect((await other.logIn({ ...organization.login, password: 'wrong' })).status).toBe(401);
        expect((await other.logIn(organization.login)).status).toBe(200);
        await system.revive('Redis');
        await system.awaitReadiness('ready', 30_000);
      });
      expect(statusesOf(answers).filter((status) => status >= 300)).toEqual([]);
      expect(slowestOf(answers)).toBeLessThan(HANG_MS);
      await expectNothingLost();
    },
    TEST_LIMIT_MS,
  );

  test(
    'Temporal killed: writes go on, events wait in the outbox and are carried out when it is back',
    async () => {
      const answers = await underLoad(async () => {
        await system.kill('Temporal');
        await system.awaitReadiness('degraded', 20_000);
        expect((await changeHoliday()).status).toBe(204);
        await seen(async () => (await waitingNow()) > 0);
        await system.revive('Temporal');
        await system.awaitReadiness('ready', 60_000);
      });
      expect(statusesOf(answers).filter((status) => status >= 300)).toEqual([]);
      expect(slowestOf(answers)).toBeLessThan(HANG_MS);
      await expectNothingLost();
    },
    TEST_LIMIT_MS,
  );

  test(
    'worker killed: writes go on, the next worker carries out what waits',
    async () => {
      const answers = await underLoad(async () => {
        await system.kill('worker');
        expect((await changeHoliday()).status).toBe(204);
        await seen(async () => (await waitingNow()) > 0);
        await system.revive('worker');
      });
      expect(statusesOf(answers).filter((status) => status >= 300)).toEqual([]);
      expect(slowestOf(answers)).toBeLessThan(HANG_MS);
      await expectNothingLost();
    },
    TEST_LIMIT_MS,
  );

  test(
    'PostgreSQL away while API and worker start: they wait for it as long as it takes',
    async () => {
      const programs = ['api', 'worker'] as const;
      for (const part of [...programs, 'PostgreSQL'] as const) await system.kill(part);
      const children = await Promise.all(programs.map((name) => system.begin(name)));
      const waits = (name: (typeof programs)[number]): boolean => system.logOf(name).includes('the start waits for it');
      await seen(() => programs.every(waits));
      const waiting = children.map(({ pid }) => pid);
      await system.revive('PostgreSQL');
      await system.awaitReadiness('ready', 60_000);
      expect(children.map(({ pid }) => pid)).toEqual(waiting);
      await underLoad(() => Promise.resolve());
      await expectNothingLost();
    },
    TEST_LIMIT_MS,
  );

  test(
    'the verification itself notices a lost record, a record nobody was told of and a wrong week',
    async () => {
      const [record] = [...writers.flatMap(({ journal }) => [...journal.alive.values()])].filter(
        ({ collection }) => collection === '/allocations',
      );
      await withEvidence(system.databaseAdminUrl, (client) =>
        client.query('update allocations set deleted_at = now() where id = $1', [record!.id]),
      );
      const { losses } = await verify({ api, organization, databaseAdminUrl: system.databaseAdminUrl, writers });
      expect(losses).toContain(`/allocations/${record!.id} is lost`);
      expect(losses.join('\n')).toMatch(/a full recompute changed \d+ weeks/);
    },
    TEST_LIMIT_MS,
  );
});
