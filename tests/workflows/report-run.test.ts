/** A scheduled report from its figures to its receivers, also when those fail, hang and come back. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { newId } from '../../src/shared/ids';
import { decodedTexts } from '../replay/decoded-texts';
import type { AnswerBody } from '../support/api';
import { buildAllocation, buildEngagement, buildPerson, buildReportSchedule } from '../support/resources';
import { answers, hangs, takes, takesAfter, verifies } from '../support/webhook-receiver';
import { hasEnded, startReportSuite, type ReportSuite } from './report-harness';

jest.setTimeout(60_000);
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const DATES = { from: '2026-11-23', to: '2026-11-29' };

let suite: ReportSuite;
beforeAll(async () => {
  suite = await startReportSuite();
  const owner = suite.api.as.owner;
  const person = await buildPerson(owner, { full_name: 'Zoé Canari' });
  await buildEngagement(owner, { person_id: person.id });
  await buildAllocation(owner, { person_id: person.id, start_date: DATES.from, end_date: DATES.to, percent: 80 });
});
beforeEach(() => {
  suite.mail.reset();
  suite.receiver.received.length = 0;
  suite.receiver.behave(takes);
});
afterAll(() => suite.close());

const hook = () => ({ kind: 'webhook', url: `${suite.receiver.url}/reports`, secret: SECRET });
const mailTo = (address: string) => ({ kind: 'email', address });
const deliveriesOf = (run: AnswerBody) =>
  run['deliveries'] as {
    id: string;
    kind: string;
    state: string;
    attempts: number;
    last_error: string | null;
  }[];
const filesOf = (run: AnswerBody) =>
  run['files'] as { format: string; name: string; bytes: number; sha256: string; url: string }[];

async function download(run: AnswerBody, format: string): Promise<Buffer> {
  const { origin, headers } = suite.api.as.owner;
  const response = await fetch(`${origin}/api/v1/report-runs/${run.id}/files/${format}`, { headers });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** Milliseconds until the next attempt of the activity that waits for one. */
async function untilWaiting(handle: WorkflowHandle): Promise<number> {
  for (;;) {
    const { raw } = await handle.describe();
    const seconds = raw.pendingActivities?.find(({ nextAttemptScheduleTime }) => nextAttemptScheduleTime)
      ?.nextAttemptScheduleTime?.seconds;
    if (seconds !== undefined && seconds !== null) return Number(seconds) * 1_000 - Date.now();
    await suite.api.database.admin.raw('select pg_sleep(0.05)');
  }
}

function byPerson(fields: object = {}): Promise<AnswerBody> {
  const parameters = { group_by: 'person', ...DATES };
  return buildReportSchedule(suite.api.as.owner, { parameters, ...fields });
}

describe('a run', () => {
  test('freezes, renders, stores and delivers by mail and by webhook; its history names nobody', async () => {
    const schedule = await byPerson({
      formats: ['json', 'csv', 'xlsx', 'html', 'pdf'],
      recipients: [mailTo('boss@example.com'), hook()],
    });
    const run = await suite.runNow(suite.api.as.owner, schedule.id);
    expect([run.state, run['error_code'], run['parameters']]).toEqual([
      'completed',
      null,
      { group_by: 'person', ...DATES },
    ]);
    const files = filesOf(run);
    expect(files.map(({ format }) => format)).toEqual(['csv', 'html', 'json', 'pdf', 'xlsx']);
    for (const { format, sha256, bytes } of files) {
      const content = await download(run, format);
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
    }
    const figures = JSON.parse((await download(run, 'json')).toString()) as { items: { name: string }[] };
    expect(figures.items.map(({ name }) => name)).toContain('Zoé Canari');

    const [mail] = suite.mail.received;
    expect(suite.mail.received).toHaveLength(1);
    expect(mail?.to).toEqual(['boss@example.com']);
    expect(mail?.text).toMatch(/Message-ID:\s+<report\.[0-9a-f-]{36}\.1@plan-charge\.invalid>/);
    expect(mail?.text).toMatch(/Content-Type: image\/png; name=chart\.png\r\nContent-ID: <chart@plan-charge\.invalid>/);
    const unfolded = mail?.text.replaceAll(/=\r\n/g, '') ?? '';
    expect(unfolded).toContain('cid:chart@plan-charge.invalid');
    for (const { name } of files) expect(unfolded).toContain(name);
    const pdf = (await download(run, 'pdf')).toString('base64').slice(0, 60);
    expect(mail?.text).toContain(pdf);

    const [message] = suite.receiver.received;
    expect(suite.receiver.received).toHaveLength(1);
    expect(verifies(SECRET, message!)).toBe(true);
    expect(JSON.parse(message!.body)).toMatchObject({
      type: 'report_run.ready',
      data: { run_id: run.id, files: files.map(({ format, sha256 }) => ({ format, sha256 })), figures },
    });

    const handle = suite.temporal.client.workflow.getHandle(run.workflow_id);
    expect(await handle.result()).toEqual({ state: 'completed' });
    const texts = [...decodedTexts(JSON.parse(historyToJSON(await handle.fetchHistory())))].join('\n');
    expect(texts).not.toMatch(/canari|boss|example\.com|whsec/i);
  });

  test('what was frozen stays: the figures change, the run and its files do not', async () => {
    const schedule = await byPerson({
      formats: ['json'],
      parameters: { group_by: 'team', from: '2027-01-04', to: '2027-01-10' },
    });
    const run = await suite.runNow(suite.api.as.owner, schedule.id);
    const before = await download(run, 'json');
    const person = await buildPerson(suite.api.as.owner);
    await buildEngagement(suite.api.as.owner, { person_id: person.id });
    expect((await download(run, 'json')).equals(before)).toBe(true);
    const later = await suite.runNow(suite.api.as.owner, schedule.id);
    expect((await download(later, 'json')).equals(before)).toBe(false);
  });
});

describe('receivers', () => {
  test('one that fails, hangs and comes back gets it once it can, and holds nobody up', async () => {
    suite.receiver.behave((response, message) => {
      const count = suite.receiver.received.length;
      if (count === 1) answers(503)(response, message);
      else if (count === 2) hangs(response, message);
      else takes(response, message);
    });
    const schedule = await byPerson({ recipients: [hook(), mailTo('quick@example.com')] });
    const { body } = await suite.api.as.owner.post(`/report-schedules/${schedule.id}:run`);
    const waiting = await suite.untilRun(suite.api.as.owner, body.run_id, (run) =>
      deliveriesOf(run).some(({ kind, last_error }) => kind === 'webhook' && last_error !== null),
    );
    expect(waiting.state).toBe('running');
    await suite.untilRun(suite.api.as.owner, body.run_id, (run) =>
      deliveriesOf(run).some(({ kind, state }) => kind === 'email' && state === 'delivered'),
    );
    const run = await suite.untilRun(suite.api.as.owner, body.run_id, hasEnded);
    expect(
      deliveriesOf(run).map(({ kind, state, attempts, last_error }) => [kind, state, attempts, last_error]),
    ).toEqual([
      ['webhook', 'delivered', 3, null],
      ['email', 'delivered', 1, null],
    ]);
    const ids = suite.receiver.received.map(({ headers }) => headers['webhook-id']);
    const bodies = suite.receiver.received.map(({ body: text }) => text);
    expect([new Set(ids).size, new Set(bodies).size, ids.length]).toEqual([1, 1, 3]);
  });

  test('one that names a time is left alone until then', async () => {
    suite.receiver.behave(answers(429, { 'Retry-After': '120' }));
    const schedule = await byPerson({ recipients: [hook()] });
    const { body } = await suite.api.as.owner.post(`/report-schedules/${schedule.id}:run`);
    await suite.untilRun(suite.api.as.owner, body.run_id, (run) => deliveriesOf(run)[0]?.last_error !== undefined);
    const handle = suite.temporal.client.workflow.getHandle(body.workflow_id);
    const wait = await untilWaiting(handle);
    expect([wait > 100_000, wait <= 120_000]).toEqual([true, true]);
    await suite.api.as.owner.post(`/report-runs/${body.run_id}:cancel`);
    await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
  });

  test('a run that is cancelled while one of them waits ends at once; what is delivered stays', async () => {
    suite.receiver.behave(answers(503, { 'Retry-After': '3600' }));
    const schedule = await byPerson({ recipients: [hook(), mailTo('quick@example.com')] });
    const { body } = await suite.api.as.owner.post(`/report-schedules/${schedule.id}:run`);
    await suite.untilRun(suite.api.as.owner, body.run_id, (run) => {
      const [webhook, mail] = deliveriesOf(run);
      return webhook?.last_error === 'answered_with_error' && mail?.state === 'delivered';
    });
    const cancelled = (await suite.api.as.owner.post(`/report-runs/${body.run_id}:cancel`)).body;
    await expect(suite.temporal.client.workflow.getHandle(body.workflow_id).result()).rejects.toMatchObject({
      cause: { name: 'CancelledFailure' },
    });
    const run = (await suite.api.as.owner.get(`/report-runs/${body.run_id}`)).body;
    expect(run).toEqual(cancelled);
    expect([run.state, filesOf(run).length]).toEqual(['cancelled', 1]);
    expect(deliveriesOf(run).map(({ kind, state }) => [kind, state])).toEqual([
      ['webhook', 'failed'],
      ['email', 'delivered'],
    ]);
    const [delivery] = deliveriesOf(run);
    const again = await suite.api.as.owner.post(`/report-runs/${run.id}/deliveries/${String(delivery?.id)}:redeliver`);
    expect(again.status).toBe(409);
  });

  test('what is refused for good is visible, and delivered once more without being made anew', async () => {
    suite.mail.refuse('gone@example.com', 550);
    suite.receiver.behave(answers(410));
    const schedule = await byPerson({ recipients: [mailTo('gone@example.com'), hook()] });
    const run = await suite.runNow(suite.api.as.owner, schedule.id);
    expect([run.state, run['error_code']]).toEqual(['completed_with_errors', 'not_delivered_to_all']);
    expect(deliveriesOf(run).map(({ state, last_error }) => [state, last_error])).toEqual([
      ['failed', 'mail_refused'],
      ['failed', 'gone'],
    ]);
    suite.mail.reset();
    suite.receiver.behave(takes);
    for (const { id } of deliveriesOf(run)) {
      const again = await suite.api.as.owner.post(`/report-runs/${run.id}/deliveries/${id}:redeliver`);
      expect([again.status, again.body.state, again.body['round']]).toEqual([202, 'pending', 2]);
    }
    const after = await suite.untilRun(suite.api.as.owner, run.id, ({ state }) => state === 'completed');
    expect(filesOf(after)).toEqual(filesOf(run));
    expect(suite.mail.received[0]?.text).toMatch(/Message-ID:\s+<report\.[0-9a-f-]{36}\.2@/);
    expect(suite.receiver.received.at(-1)?.headers['webhook-id']).toMatch(/-2$/);
  });

  test('a run goes on while one of its deliveries is tried, whichever was delivered again meanwhile', async () => {
    const owner = suite.api.as.owner;
    suite.receiver.behave(answers(503, { 'Retry-After': '3600' }));
    const schedule = await byPerson({ recipients: [hook(), mailTo('quick@example.com')] });
    const { body } = await owner.post(`/report-schedules/${schedule.id}:run`);
    const isDelivered = (run: AnswerBody) => deliveriesOf(run)[1]?.state === 'delivered';
    const going = await suite.untilRun(
      owner,
      body.run_id,
      (run) => isDelivered(run) && deliveriesOf(run)[0]?.last_error === 'answered_with_error',
    );
    const mail = String(deliveriesOf(going)[1]?.id);
    expect((await owner.post(`/report-runs/${going.id}/deliveries/${mail}:redeliver`)).status).toBe(202);
    const settled = suite.temporal.client.workflow.getHandle(`report-delivery/${mail}/2`);
    await suite.untilRun(owner, going.id, (run) => isDelivered(run) && suite.mail.received.length === 2);
    expect(await settled.result()).toEqual({ state: 'running' });
    const after = (await owner.get(`/report-runs/${going.id}`)).body;
    expect([after.state, after['error_code'], after['finished_at']]).toEqual(['running', null, null]);
    expect((await owner.post(`/report-runs/${going.id}:cancel`)).body.state).toBe('cancelled');
  });

  test('a run ends once what is delivered again has arrived, when everything else has before', async () => {
    const owner = suite.api.as.owner;
    const schedule = await byPerson({ recipients: [hook()] });
    const run = await suite.runNow(owner, schedule.id);
    const ref = { organizationId: suite.api.organizationId, runId: run.id };
    await suite.api.database.admin('report_runs').where({ id: run.id }).update({ state: 'running', finished_at: null });
    suite.receiver.behave(answers(503));
    const path = `/report-runs/${run.id}/deliveries/${String(deliveriesOf(run)[0]?.id)}:redeliver`;
    expect([(await owner.post(path)).status, (await owner.post(path)).status]).toEqual([202, 202]);
    expect(await suite.reports.finish(ref, null)).toBe('running');
    suite.receiver.behave(takes);
    await suite.untilRun(owner, run.id, ({ state }) => state === 'completed');
  });

  test('slow ones of an organisation are sent to by two at a time; who waits for a turn has made no attempt', async () => {
    const owner = suite.api.as.owner;
    const slowly = takesAfter(400);
    suite.receiver.behave(slowly.behave);
    const recipients = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ ...hook(), url: `${hook().url}/${name}` }));
    const schedule = await byPerson({ recipients });
    const { body } = await owner.post(`/report-schedules/${schedule.id}:run`);
    const run = await suite.untilRun(owner, body.run_id, (one) => {
      slowly.answerDue();
      return hasEnded(one);
    });
    expect(run.state).toBe('completed');
    expect(deliveriesOf(run).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1, 1]);
    expect([suite.receiver.received.length, slowly.mostPaths()]).toEqual([6, 2]);
  });

  test('a round begins with short waits, however many attempts were made before it', async () => {
    const owner = suite.api.as.owner;
    const schedule = await byPerson({ recipients: [hook()] });
    const run = await suite.runNow(owner, schedule.id);
    const id = String(deliveriesOf(run)[0]?.id);
    await suite.api.database.admin('report_deliveries').where({ id }).update({ attempts: 70 });
    suite.receiver.behave(answers(503, { 'Retry-After': '0' }));
    await owner.post(`/report-runs/${run.id}/deliveries/${id}:redeliver`);
    await suite.untilRun(owner, run.id, (one) => (deliveriesOf(one)[0]?.attempts ?? 0) >= 73); // 1 and 2 s apart
    suite.receiver.behave(takes);
    await suite.untilRun(owner, run.id, (one) => deliveriesOf(one)[0]?.state === 'delivered');
  });

  test('a webhook that was removed meanwhile is not called', async () => {
    const schedule = await byPerson({ recipients: [hook()] });
    const run = await suite.runNow(suite.api.as.owner, schedule.id);
    await suite.api.as.owner.patch(`/report-schedules/${schedule.id}`, { recipients: [] });
    const [delivery] = deliveriesOf(run);
    await suite.api.as.owner.post(`/report-runs/${run.id}/deliveries/${delivery?.id ?? ''}:redeliver`);
    const after = await suite.untilRun(suite.api.as.owner, run.id, ({ state }) => state === 'completed_with_errors');
    expect(deliveriesOf(after)[0]?.last_error).toBe('recipient_removed');
    expect(suite.receiver.received).toHaveLength(1);
  });
});

test('a step of a run that was cancelled meanwhile leaves nothing: no file, no mail', async () => {
  const { owner, organizationId } = { owner: suite.api.as.owner, organizationId: suite.api.organizationId };
  const schedule = await byPerson({ recipients: [mailTo('nobody@example.com')] });
  await owner.post(`/report-schedules/${schedule.id}:pause`);
  const done = await suite.runNow(owner, schedule.id);
  const [delivery] = deliveriesOf(done);
  const admin = suite.api.database.admin;
  // As a run is between its figures and its file: nothing made, nothing sent.
  await admin('report_files').where({ run_id: done.id }).delete();
  await admin('report_runs').where({ id: done.id }).update({ state: 'running', finished_at: null });
  await admin('report_deliveries').where({ run_id: done.id }).update({ state: 'pending', delivered_at: null });
  await suite.api.container.fileStore.delete(`report-runs/${organizationId}/${done.id}/json`);
  suite.mail.reset();
  expect((await owner.post(`/report-runs/${done.id}:cancel`)).status).toBe(200);
  const ref = { organizationId, runId: done.id };
  await suite.reports.render(ref, 'json');
  expect(await suite.reports.deliver({ organizationId, deliveryId: String(delivery?.id) })).toEqual({
    outcome: 'failed',
  });
  expect(await suite.reports.finish(ref, null)).toBe('cancelled');
  expect(filesOf((await owner.get(`/report-runs/${done.id}`)).body)).toEqual([]);
  expect(await suite.api.container.fileStore.get(`report-runs/${organizationId}/${done.id}/json`)).toBeUndefined();
  expect(suite.mail.received).toEqual([]);
});

test('two attempts at once in one worker are one', async () => {
  const { organizationId } = suite.api;
  const schedule = await byPerson({ recipients: [hook()] });
  const done = await suite.runNow(suite.api.as.owner, schedule.id);
  const deliveryId = String(deliveriesOf(done)[0]?.id);
  await suite.api.database
    .admin('report_deliveries')
    .where({ id: deliveryId })
    .update({ state: 'pending', delivered_at: null });
  const ref = { organizationId, deliveryId };
  const outcomes = await Promise.all([suite.reports.deliver(ref), suite.reports.deliver(ref)]);
  expect(outcomes).toEqual([{ outcome: 'delivered' }, { outcome: 'delivered' }]);
  expect(suite.receiver.received).toHaveLength(2); // once by the run, once by both
});

describe('with whose rights', () => {
  test('a manager’s report by person holds their people alone', async () => {
    const { manager, owner } = suite.api.as;
    const led = await buildPerson(owner, { full_name: 'Led Person', manager_id: manager.personId });
    await buildEngagement(owner, { person_id: led.id });
    const schedule = await buildReportSchedule(manager, { parameters: { group_by: 'person', ...DATES } });
    const run = await suite.runNow(manager, schedule.id);
    const { text } = await manager.get(`/report-runs/${run.id}/files/json`);
    expect([text.includes('Led Person'), text.includes('Zoé Canari')]).toEqual([true, false]);
  });

  test('when the owner has lost the role the schedule stops and says why; given back, it can be resumed', async () => {
    const { owner } = suite.api.as;
    const leaving = await suite.api.signIn({ role: 'manager', organizationId: suite.api.organizationId });
    const schedule = await buildReportSchedule(leaving);
    const setRole = (role: string) =>
      suite.api.database.admin('memberships').where({ user_id: leaving.userId }).update({ role });
    await setRole('member');
    const run = await suite.runNow(owner, schedule.id);
    expect([run.state, run['error_code'], filesOf(run)]).toEqual(['failed', 'owner_lacks_permission', []]);
    const stopped = (await owner.get(`/report-schedules/${schedule.id}`)).body;
    expect([stopped.state, stopped['state_reason'], stopped['next_run_at']]).toEqual([
      'stopped',
      'owner_lacks_permission',
      null,
    ]);
    expect((await owner.post(`/report-schedules/${schedule.id}:run`)).status).toBe(409);
    expect((await owner.post(`/report-schedules/${schedule.id}:resume`)).status).toBe(409);
    await setRole('manager');
    expect((await owner.post(`/report-schedules/${schedule.id}:resume`)).body.state).toBe('active');
    await suite.api.database
      .admin('memberships')
      .where({ user_id: leaving.userId })
      .update({ deactivated_at: new Date() });
    expect((await suite.runNow(owner, schedule.id))['error_code']).toBe('owner_not_member');
  });
});

test('a run whose schedule is deleted before it begins is cancelled', async () => {
  const { owner } = suite.api.as;
  const schedule = await byPerson({ recipients: [mailTo('nobody@example.com')] });
  const { organization_id, ...columns } = await suite.api.database
    .admin('report_runs')
    .first<{ organization_id: string }>('*');
  const id = newId();
  const own = { organization_id, id, schedule_id: schedule.id, run_key: 'late', state: 'queued', computed_at: null };
  await suite.api.factory.insert('report_runs', { ...columns, ...own });
  expect((await owner.delete(`/report-schedules/${schedule.id}`)).status).toBe(204);
  expect(await suite.reports.freeze({ organizationId: organization_id, runId: id })).toEqual({ outcome: 'ended' });
  const run = (await owner.get(`/report-runs/${id}`)).body;
  expect([run.state, run['error_code']]).toEqual(['cancelled', 'schedule_deleted']);
  expect(suite.mail.received).toEqual([]);
});
