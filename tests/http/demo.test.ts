/** The demo organisation as `npm run seed` loads it, seen through the API, and the tour that runs on it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoPlan } from '../../src/demo/demo-plan.rules';
import { DEMO_ORGANIZATION_ID, demoId, SECOND_ORGANIZATION_ID } from '../../src/demo/demo-ids.rules';
import { loadDemo } from '../../src/demo/load-demo.command';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import { openDatabase, type Database } from '../../src/platform/database';
import { runTour } from '../../src/tour/run-tour';
import { ApiClient, startApi, type TestApi } from '../support/api';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let api: TestApi;
let owner: ApiClient;

beforeAll(async () => {
  api = await startApi();
  await loadDemo(api.container.database, new Date());
  owner = await signIn('admin@demo.com');
});

afterAll(() => api.close());

async function signIn(email: string): Promise<ApiClient> {
  const { body } = await api.anonymous.post('/auth/login', { email, password: 'demo123' });
  return new ApiClient(api.origin, { Authorization: `Bearer ${body.access_token}` });
}

async function drain(): Promise<number> {
  let changedWeeks = 0;
  for (;;) {
    const deps = { database: api.container.database, clock: api.clock };
    const batch = await drainDirtyRanges(deps, DEMO_ORGANIZATION_ID, { maxPeople: 50 });
    changedWeeks += batch.changedWeeks;
    if (batch.remainingPeople === 0) return changedWeeks;
  }
}

/** Runs `work` on a migrated database with nothing in it, connected as the application. */
async function onFreshDatabase<T>(work: (database: Database, fresh: TestDatabase) => Promise<T>): Promise<T> {
  const fresh = await createTestDatabase();
  const database = openDatabase(fresh.appUrl, { poolSize: 4, applicationName: 'test' });
  try {
    return await work(database, fresh);
  } finally {
    await database.destroy();
    await fresh.close();
  }
}

describe('loading', () => {
  test('a second time does nothing', async () => {
    const before = await api.database.admin('audit_events').count('* as n');
    expect(await loadDemo(api.container.database, new Date())).toBeNull();
    expect(await api.database.admin('audit_events').count('* as n')).toEqual(before);
  });

  test('two at once load it once', async () => {
    await onFreshDatabase(async (database, { admin }) => {
      const counts = await Promise.all([loadDemo(database, new Date()), loadDemo(database, new Date())]);
      expect(counts.filter((one) => one !== null)).toHaveLength(1);
      expect(await admin('organizations').select('id')).toHaveLength(2);
    });
  });

  test('one that fails in the middle leaves nothing and can be repeated', async () => {
    await onFreshDatabase(async (database, { admin }) => {
      await admin.raw('alter table conflicts add constraint broken check (false)');
      await expect(loadDemo(database, new Date())).rejects.toThrow();
      for (const table of ['organizations', 'users', 'people', 'allocations', 'outbox']) {
        expect(await admin(table).select('*')).toEqual([]);
      }
      await admin.raw('alter table conflicts drop constraint broken');
      expect(await loadDemo(database, new Date())).toMatchObject({ people: 31 });
    });
  });

  test.each(['2026-01-01', '2026-03-29', '2026-05-04', '2028-02-29', '2027-12-31'])(
    'loaded on %s it has eight conflicts of five kinds',
    async (date) => {
      await onFreshDatabase(async (database, { admin }) => {
        const now = new Date(`${date}T12:00:00Z`);
        expect(await loadDemo(database, now)).toMatchObject({ people: 31, conflicts: 8 });
        const kinds = (await admin('conflicts').distinct<{ kind: string }[]>('kind')).map(({ kind }) => kind);
        expect(kinds.sort()).toEqual([
          'non_working_day',
          'on_absence',
          'on_holiday',
          'outside_engagement',
          'over_allocation',
        ]);
      });
    },
  );

  test('the same day gives the same records', () => {
    const now = new Date('2026-11-23T08:00:00Z');
    expect(demoPlan(now)).toEqual(demoPlan(new Date('2026-11-23T20:00:00Z')));
  });
});

describe('accounts', () => {
  test.each([
    ['admin@demo.com', 'owner', 'alice'],
    ['john@demo.com', 'manager', 'john'],
    ['jane@demo.com', 'member', 'jane'],
  ])('%s is %s of Atelier Démo and the person %s', async (email, role, personKey) => {
    const me = await (await signIn(email)).get('/me');
    expect(me.body).toMatchObject({
      email,
      org_id: DEMO_ORGANIZATION_ID,
      roles: [role],
      person_id: demoId('person', personKey),
    });
  });

  test('the owner belongs to a second organisation', async () => {
    const { body } = await owner.get('/me');
    const ids = (body['organizations'] as { id: string }[]).map(({ id }) => id);
    expect(ids.sort()).toEqual([DEMO_ORGANIZATION_ID, SECOND_ORGANIZATION_ID].sort());
  });

  test('somebody is invited and has not answered, and the owner has an API token', async () => {
    const invited = (await owner.get('/members?state=invited')).body.items;
    expect(invited).toMatchObject([{ email: 'camille@demo.com', role: 'manager', invited_by: expect.any(String) }]);
    expect((await owner.get('/api-tokens')).body.items).toMatchObject([{ scopes: ['read'], last_used_at: null }]);
    expect((await owner.post(`/members/${invited[0]?.id ?? ''}:resend`)).status).toBe(200);
  });

  test('the manager leads a team', async () => {
    const { body } = await owner.get('/teams');
    expect(body.items).toHaveLength(3);
    expect(body.items.map((team) => team['lead_id'])).toContain(demoId('person', 'john'));
  });
});

describe('the plan', () => {
  test('has every load unit, both states and all project statuses', async () => {
    const columns = ['load_unit', 'status'] as const;
    const rows = await api.database.admin('allocations').distinct<Record<string, string>[]>(...columns);
    expect(new Set(rows.map((row) => row['load_unit']))).toEqual(
      new Set(['percent', 'hours_per_week', 'minutes_per_day', 'total']),
    );
    expect(new Set(rows.map((row) => row['status']))).toEqual(new Set(['firm', 'tentative']));
    const projects = await api.database.admin('projects').distinct<{ status: string }[]>('status');
    expect(projects).toHaveLength(5);
  });

  test('has the French holidays of three years, two more a year in Alsace-Moselle, and one closure', async () => {
    const count = async (name: string, kind: string): Promise<number> => {
      const rows = await api.database.admin('holidays').where({ calendar_id: demoId('calendar', name), kind });
      return rows.length;
    };
    expect(await count('france', 'public')).toBe(33);
    expect(await count('alsace-moselle', 'public')).toBe(39);
    expect(await count('france', 'closure')).toBe(1);
  });

  test('has one accepted conflict with its reason', async () => {
    const { body } = await owner.get('/conflicts?state=accepted');
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      kind: 'over_allocation',
      accepted_by: demoId('user', 'admin@demo.com'),
      reason: expect.stringContaining('salon'),
    });
  });

  test('has worked time of about nine tenths of the net minutes of the last weeks', async () => {
    const dayMs = 86_400_000;
    const dateOf = (daysAgo: number): string => new Date(Date.now() - daysAgo * dayMs).toISOString().slice(0, 10);
    const { body } = await owner.get(`/reports/utilization?group_by=team&from=${dateOf(50)}&to=${dateOf(2)}`);
    const totals = body['totals'] as { net_minutes: number; worked_minutes: number };
    expect(totals.worked_minutes / totals.net_minutes).toBeGreaterThan(0.8);
    expect(totals.worked_minutes / totals.net_minutes).toBeLessThan(0.98);
  });
});

test('approvals: a policy of each kind, a request at level two, one that waits for the owner, a delegation', async () => {
  const policies = await owner.get('/approval-policies');
  expect(policies.body.items.map((policy) => policy['kind'])).toEqual([
    'absence',
    'allocation_request',
    'over_allocation',
    'period_close',
  ]);
  const inbox = await owner.get('/approvals?mine=true');
  expect(inbox.body.items.map(({ kind, current_level }) => [kind, current_level])).toEqual([
    ['absence', 2],
    ['allocation_request', 1],
  ]);
  expect((await (await signIn('john@demo.com')).get('/delegations')).body.total).toBe(1);
});

test('a full recompute finds nothing to write: weeks and conflicts were right from the start', async () => {
  const stored = await api.database.admin('conflicts').orderBy('id').select('id', 'state', 'version');
  expect((await owner.get('/capacity/status')).body).toMatchObject({ dirty_ranges: 0 });
  expect((await owner.post('/capacity:recompute', { mode: 'full' })).status).toBe(202);
  expect(await drain()).toBe(0);
  expect(await api.database.admin('conflicts').orderBy('id').select('id', 'state', 'version')).toEqual(stored);
});

test('the tour runs twice and leaves the plan as it was', async () => {
  const live = () => api.database.admin('allocations').whereNull('deleted_at').orderBy('id').select('id', 'version');
  const before = await live();
  for (let turn = 1; turn <= 2; turn += 1) {
    const lines: string[] = [];
    const drained: Promise<number>[] = [];
    await runTour({
      baseUrl: api.origin,
      workflowUrl: (id) => `http://temporal/${id}`,
      print: (line) => {
        lines.push(line);
        if (line.includes('The recomputation')) drained.push(drain()); // what the worker does
      },
    });
    await Promise.all(drained);
    expect(lines.join('\n')).toContain(`capacity/${DEMO_ORGANIZATION_ID}`);
    expect(lines.at(-1)).toContain('row for row');
  }
  expect(await live()).toEqual(before);
});

test('the tour says what is missing where there is no demo, and where nothing answers', async () => {
  const empty = await startApi();
  const early = runTour({ baseUrl: empty.origin, workflowUrl: (id) => id, print: () => undefined });
  await expect(early).rejects.toThrow('expected that the demo organisation is there: `npm start` loads it last');
  await empty.close();

  const tour = runTour({ baseUrl: 'http://127.0.0.1:1', workflowUrl: (id) => id, print: () => undefined });
  await expect(tour).rejects.toThrow('Nothing answers at http://127.0.0.1:1. Is `npm start` running?');
});
