/** Schedules of reports over HTTP: who may, what is refused, what is kept; runs that are asked for. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api';
import { buildReportSchedule, buildTeam } from '../support/resources';
import { newId } from '../../src/shared/ids';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => api.clock.reset());
afterAll(() => api.close());

const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const hook = { kind: 'webhook', url: 'https://hooks.example.com/reports', secret: SECRET };
const plain = {
  name: 'Weekly load',
  report: 'utilization',
  parameters: { group_by: 'team', period: 'last_week' },
  cron: '0 8 * * 1',
  timezone: 'Europe/Paris',
  formats: ['csv', 'pdf'],
};
const pointers = ({ status, body }: ApiAnswer): unknown => [
  status,
  body.errors.map(({ pointer, code }) => `${pointer} ${code}`),
];

describe('who may', () => {
  test.each(['viewer', 'member'] as const)('a %s may not', async (role) => {
    expect((await api.as[role].post('/report-schedules', plain)).status).toBe(403);
    expect((await api.as[role].get('/report-schedules')).status).toBe(403);
  });

  test('a manager has their own, an admin all', async () => {
    const own = await buildReportSchedule(api.as.manager);
    const admins = await buildReportSchedule(api.as.admin);
    const listed = (await api.as.manager.get('/report-schedules')).body.items.map(({ id }) => id);
    expect(listed).toEqual([own.id]);
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', ':run'],
      ['POST', ':pause'],
      ['GET', '/runs'],
    ] as const) {
      const body = method === 'PATCH' ? { name: 'Mine' } : undefined;
      expect((await api.as.manager.send(method, `/report-schedules/${admins.id}${path}`, { body })).status).toBe(403);
    }
    const all = (await api.as.owner.get('/report-schedules')).body.items.map(({ id }) => id);
    expect(all).toEqual(expect.arrayContaining([own.id, admins.id]));
    expect((await api.as.admin.patch(`/report-schedules/${own.id}`, { name: 'Theirs' })).body['name']).toBe('Theirs');
  });

  test('an admin hands a schedule over to somebody who may have reports sent; nobody else does', async () => {
    const { manager, admin, member } = api.as;
    const { id } = await buildReportSchedule(manager);
    const hand = (client: ApiClient, owner_user_id: string): Promise<ApiAnswer> =>
      client.patch(`/report-schedules/${id}`, { owner_user_id });
    expect((await hand(manager, admin.userId)).status).toBe(403);
    expect(pointers(await hand(admin, member.userId))).toEqual([400, ['/owner_user_id owner_lacks_permission']]);
    expect(pointers(await hand(admin, newId()))).toEqual([400, ['/owner_user_id owner_not_member']]);
    const answer = await hand(admin, admin.userId);
    expect([answer.status, answer.body['owner_user_id']]).toEqual([200, admin.userId]);
    expect((await manager.get(`/report-schedules/${id}`)).status).toBe(403);
    const { items } = (await admin.get(`/audit-events?entity_id=${id}&page_size=10`)).body;
    const change = items.find(({ event }) => event === 'report_schedule.updated');
    expect(change).toMatchObject({ actor_id: admin.userId, after: { owner_user_id: admin.userId } });
  });

  test('a token that may not read reports may not have them sent', async () => {
    const made = await api.as.admin.post('/api-tokens', { name: 'sender', scopes: ['report_schedule.write'] });
    const headers = { Authorization: `Bearer ${String(made.body['token'] ?? made.body['secret'])}` };
    const answer = await api.anonymous.post('/report-schedules', plain, headers);
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
  });
});

describe('what is refused', () => {
  test.each<[string, object, string]>([
    ['a cron of six fields', { cron: '0 0 8 * * 1' }, '/cron invalid_cron'],
    ['minute 61', { cron: '61 8 * * *' }, '/cron invalid_cron'],
    ['a date that never is', { cron: '0 8 31 2 *' }, '/cron never_due'],
    ['an offset for a zone', { timezone: '+02:00' }, '/timezone invalid_timezone'],
    ['no format', { formats: [] }, '/formats too_small'],
    ['an unknown format', { formats: ['docx'] }, '/formats/0 invalid_value'],
    ['an unknown report', { report: 'weather' }, '/report invalid_value'],
    [
      'a period nobody knows',
      { parameters: { group_by: 'team', period: 'yesterday' } },
      '/parameters/period invalid_value',
    ],
    [
      'dates and a period',
      { parameters: { group_by: 'team', period: 'last_week', from: '2026-01-01', to: '2026-01-02' } },
      '/parameters/period one_of',
    ],
    ['half a range', { parameters: { group_by: 'team', from: '2026-01-01' } }, '/parameters/to one_of'],
    [
      'a reversed range',
      { parameters: { group_by: 'team', from: '2026-02-01', to: '2026-01-01' } },
      '/parameters/to range_reversed',
    ],
    [
      'ten years of days',
      { parameters: { group_by: 'team', from: '2026-02-01', to: '2036-01-01' } },
      '/parameters/to range_too_long',
    ],
    ['no group', { parameters: { period: 'last_week' } }, '/parameters/group_by invalid_value'],
    [
      'a week of the month grid',
      { report: 'month-grid', parameters: { period: 'last_week' } },
      '/parameters/period invalid_value',
    ],
    [
      'a parameter of another report',
      { parameters: { group_by: 'team', period: 'last_week', year: 2026 } },
      '/parameters/year unknown_field',
    ],
    [
      'an unknown team',
      { report: 'plan-vs-actual', parameters: { period: 'last_week', team_id: newId() } },
      '/parameters/team_id reference_not_found',
    ],
    ['a recipient without an address', { recipients: [{ kind: 'email' }] }, '/recipients/0/address invalid_type'],
    ['a webhook by ftp', { recipients: [{ ...hook, url: 'ftp://example.com/x' }] }, '/recipients/0/url invalid_format'],
    [
      'a webhook without TLS',
      { recipients: [{ ...hook, url: 'http://example.com/x' }] },
      '/recipients/0/url not_callable',
    ],
    [
      'a webhook to this machine',
      { recipients: [{ ...hook, url: 'https://127.0.0.1/x' }] },
      '/recipients/0/url not_callable',
    ],
    ['a webhook without a secret', { recipients: [{ ...hook, secret: undefined }] }, '/recipients/0/secret required'],
    ['a short secret', { recipients: [{ ...hook, secret: 'whsec_abc' }] }, '/recipients/0/secret invalid_format'],
    [
      'the same twice',
      { recipients: ['a@example.com', 'A@example.com'].map((address) => ({ kind: 'email', address })) },
      '/recipients/1 repeated',
    ],
  ])('%s', async (_, changes, expected) => {
    expect(pointers(await api.as.admin.post('/report-schedules', { ...plain, ...changes }))).toEqual([400, [expected]]);
  });

  test('a backfill that is reversed, or of too many runs', async () => {
    const { id } = await buildReportSchedule(api.as.admin, { cron: '0 * * * *' });
    const backfill = (from: string, to: string): Promise<ApiAnswer> =>
      api.as.admin.post(`/report-schedules/${id}:backfill`, { from, to });
    expect(pointers(await backfill('2026-02-01', '2026-01-01'))).toEqual([400, ['/to range_reversed']]);
    expect(pointers(await backfill('2026-01-01', '2026-03-01'))).toEqual([400, ['/to range_too_long']]);
  });
});

test('what is made is answered, changed and deleted; secrets are stored encrypted and never answered', async () => {
  api.clock.set('2026-11-25T09:00:00Z');
  const recipients = [{ kind: 'email', address: 'boss@example.com' }, hook];
  const made = await api.as.manager.post('/report-schedules', { ...plain, recipients });
  expect([made.status, made.body]).toMatchObject([
    201,
    {
      ...plain,
      owner_user_id: api.as.manager.userId,
      state: 'active',
      state_reason: null,
      language: 'en',
      next_run_at: '2026-11-30T07:00:00.000Z',
      recipients: [
        { kind: 'email', address: 'boss@example.com' },
        { kind: 'webhook', url: hook.url, has_secret: true },
      ],
    },
  ]);
  expect(made.text).not.toContain('whsec_');
  const stored = await api.database.admin('report_secrets').where({ schedule_id: made.body.id }).select('secret');
  expect(stored).toHaveLength(1);
  expect(String((stored as { secret: Buffer }[])[0]?.secret)).not.toContain('whsec_');

  // What was read can be sent back: who stays keeps the secret, who goes loses it.
  const url = `/report-schedules/${made.body.id}`;
  const again = await api.as.manager.patch(url, (await api.as.manager.get(url)).body);
  expect([again.status, again.body['recipients']]).toEqual([200, made.body['recipients']]);
  const moved = await api.as.manager.patch(url, {
    recipients: [{ kind: 'webhook', url: 'https://other.example.com' }],
  });
  expect(pointers(moved)).toEqual([400, ['/recipients/0/secret required']]);
  const changed = await api.as.manager.patch(url, { recipients: [recipients[0]], cron: '30 2 * * *' });
  expect([changed.body['next_run_at'], changed.body.version]).toEqual([
    '2026-11-26T01:30:00.000Z',
    again.body.version + 1,
  ]);
  expect(await api.database.admin('report_secrets').where({ schedule_id: made.body.id })).toEqual([]);
  expect((await api.as.manager.patch(url, { name: 'x' }, { 'If-Match': '"1"' })).status).toBe(412);

  expect((await api.as.manager.delete(url)).status).toBe(204);
  expect((await api.as.manager.get(url)).status).toBe(404);
  const { rows } = await api.database.admin.raw<{ rows: { event_type: string }[] }>(
    'select event_type from outbox where entity_id = ? order by id',
    [made.body.id],
  );
  expect(rows.map((row) => row.event_type)).toEqual([
    'report_schedule.created',
    'report_schedule.updated',
    'report_schedule.updated',
    'report_schedule.deleted',
  ]);
});

test('a report of one team, with the report’s defaults', async () => {
  const team = await buildTeam(api.as.admin);
  const { parameters } = await buildReportSchedule(api.as.admin, {
    report: 'capacity-vs-load',
    parameters: { from: '2026-01-01', to: '2026-03-31', team_id: team.id },
  });
  expect(parameters).toEqual({ from: '2026-01-01', to: '2026-03-31', team_id: team.id, granularity: 'week' });
});

test('paused it has no next run, resumed it has; both twice is once', async () => {
  const { id } = await buildReportSchedule(api.as.admin);
  for (const _ of [1, 2]) {
    const { body } = await api.as.admin.post(`/report-schedules/${id}:pause`);
    expect([body.state, body['next_run_at'], body.version]).toEqual(['paused', null, 2]);
  }
  for (const _ of [1, 2]) {
    const { body } = await api.as.admin.post(`/report-schedules/${id}:resume`);
    expect([body.state, body.version]).toEqual(['active', 3]);
    expect(body['next_run_at']).toEqual(expect.any(String));
  }
});

test('run now is a run of its own each time; the same request twice is one', async () => {
  const { id } = await buildReportSchedule(api.as.admin);
  const headers = { 'Idempotency-Key': newId() };
  const [first, repeated] = [
    await api.as.admin.post(`/report-schedules/${id}:run`, undefined, headers),
    await api.as.admin.post(`/report-schedules/${id}:run`, undefined, headers),
  ];
  expect([first.status, first.body.workflow_id]).toEqual([202, `report-run/${first.body.run_id}`]);
  expect(repeated.body.run_id).toBe(first.body.run_id);
  expect(first.headers.get('Location')).toBe(`/api/v1/report-runs/${first.body.run_id}`);
  await api.as.admin.post(`/report-schedules/${id}:run`);
  const { body } = await api.as.admin.get(`/report-schedules/${id}/runs`);
  expect(body.items.map(({ state, trigger }) => [state, trigger])).toEqual([
    ['queued', 'manual'],
    ['queued', 'manual'],
  ]);
  const run = (await api.as.admin.get(`/report-runs/${first.body.run_id}`)).body;
  expect(run).toMatchObject({ files: [], deliveries: [], computed_at: null, requested_by: api.as.admin.userId });
  expect((await api.as.admin.get(`/report-runs/${first.body.run_id}/files/json`)).status).toBe(404);
  expect((await api.as.manager.get(`/report-runs/${first.body.run_id}`)).status).toBe(403);
});

test('a backfill over both days of clock changes has each period once, and none twice when it is repeated', async () => {
  api.clock.set('2026-11-25T09:00:00Z');
  for (const [cron, expected] of [
    [
      '30 2 * * *',
      [
        '2026-03-28T02:30',
        '2026-03-29T03:00',
        '2026-03-30T02:30',
        '2026-10-24T02:30',
        '2026-10-25T02:30',
        '2026-10-26T02:30',
      ],
    ],
    [
      '0 8 * * *',
      [
        '2026-03-28T08:00',
        '2026-03-29T08:00',
        '2026-03-30T08:00',
        '2026-10-24T08:00',
        '2026-10-25T08:00',
        '2026-10-26T08:00',
      ],
    ],
  ] as const) {
    const { id } = await buildReportSchedule(api.as.admin, { cron });
    for (const [queued, existing] of [
      [3, 0],
      [0, 3],
    ]) {
      for (const [from, to] of [
        ['2026-03-28', '2026-03-30'],
        ['2026-10-24', '2026-10-26'],
      ]) {
        const { status, body } = await api.as.admin.post(`/report-schedules/${id}:backfill`, {
          from,
          to,
          deliver: false,
        });
        expect([status, body['queued'], body['existing']]).toEqual([202, queued, existing]);
      }
    }
    const runs = (await api.as.admin.get(`/report-schedules/${id}/runs`)).body.items;
    expect(runs.map(({ run_key }) => run_key)).toEqual(expected);
  }
});

test('a run that waits is cancelled once, by who may use its schedule', async () => {
  const { id } = await buildReportSchedule(api.as.admin);
  const { run_id: runId } = (await api.as.admin.post(`/report-schedules/${id}:run`)).body;
  const path = `/report-runs/${runId}:cancel`;
  expect((await api.as.manager.post(path)).status).toBe(403);
  expect((await api.as.admin.post(`/report-runs/${newId()}:cancel`)).status).toBe(404);
  expect((await api.as.admin.post(path, undefined, { 'If-Match': '"7"' })).status).toBe(412);
  const { status, body } = await api.as.admin.post(path);
  expect([status, body.state, body['error_code'], body['finished_at']]).toEqual([
    200,
    'cancelled',
    'cancelled',
    expect.any(String),
  ]);
  const again = await api.as.admin.post(path);
  expect([again.status, again.body.code]).toEqual([409, 'run_finished']);
  const rows = await api.database.admin('outbox').where({ event_type: 'report_run.cancelled', entity_id: runId });
  expect(rows).toHaveLength(1);
});

test('a backfill ends now', async () => {
  api.clock.set('2026-11-25T09:00:00Z');
  const { id } = await buildReportSchedule(api.as.admin, { cron: '0 8 * * *' });
  const { body } = await api.as.admin.post(`/report-schedules/${id}:backfill`, {
    from: '2026-11-24',
    to: '2026-12-24',
  });
  expect(body['queued']).toBe(2);
});
