/** Erasing people and taking out one's own data, over HTTP; what the workflow's steps leave behind. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { asSystem } from '../../src/domains/privacy/as-system.command';
import { requestDueErasures } from '../../src/domains/privacy/request-due-erasures.command';
import { eraseRecords, finishErasure, redactAudit } from '../../src/domains/privacy/run-erasure.command';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type SignedIn, type TestApi } from '../support/api';
import { connectionRow, externalAccountRow } from '../support/integration-rows';
import {
  buildAllocationRequest,
  buildApiToken,
  buildApprovalPolicy,
  buildAttachment,
  buildAbsence,
  buildAllocation,
  buildEngagement,
  buildPerson,
  buildPersonBenefit,
  buildPersonIdentifier,
  buildProject,
  buildTimeEntry,
} from '../support/resources';

const CANARY = 'canary-9c41';
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const step = (organizationId = api.organizationId) => ({
  database: api.container.database,
  organizationId,
  workflowId: 'erasure/test',
});

/** What the workflow does, one batch of `limit` events after the other. */
async function runErasure(id: string, limit = 3): Promise<void> {
  await asSystem(step(), (uow) => eraseRecords(uow, id));
  while (!(await asSystem(step(), (uow) => redactAudit(uow, id, limit))).done);
  await asSystem(step(), (uow) => finishErasure(uow, id, null));
}

/** Somebody whose engagement ended long ago. */
async function buildFormer(fields: object = {}): Promise<string> {
  const { id } = await buildPerson(api.as.owner, { full_name: `Former ${CANARY}`, location: CANARY });
  const { person_id } = await buildEngagement(api.as.owner, { person_id: id, end_date: '2026-03-31', ...fields });
  return String(person_id);
}

/** Tables with a row that still says the word. */
async function tellingTables(): Promise<string[]> {
  const { admin } = api.database;
  const tables = await admin('pg_tables').where({ schemaname: 'public' }).select<{ tablename: string }[]>('tablename');
  const telling: string[] = [];
  for (const { tablename } of tables) {
    const { rows } = await admin.raw<{ rows: unknown[] }>('select 1 from ?? t where t::text like ? limit 1', [
      tablename,
      `%${CANARY}%`,
    ]);
    if (rows.length > 0) telling.push(tablename);
  }
  return telling.sort();
}

describe('refusals, in order', () => {
  test('401, 403 by role, 400, 404', async () => {
    const path = `/people/${newId()}:erase`;
    expect((await api.anonymous.post(path, {})).status).toBe(401);
    for (const role of ['admin', 'manager', 'member', 'viewer'] as const) {
      expect((await api.as[role].post(path, { nonsense: 1 })).status).toBe(403);
    }
    expect((await api.as.manager.get('/erasures')).status).toBe(403);
    expect((await api.as.owner.post(path, { force: true })).body.errors[0]?.pointer).toBe('/force');
    const foreign = await buildPerson(api.stranger);
    for (const id of [foreign.id, newId()]) {
      expect((await api.as.owner.post(`/people/${id}:erase`, {})).status).toBe(404);
      expect((await api.as.owner.get(`/people/${id}/export`)).status).toBe(404);
      expect((await api.as.owner.get(`/erasures/${id}`)).status).toBe(404);
    }
  });

  test.each([
    ['still_employed', { end_date: null }],
    ['still_employed', { end_date: '2199-12-31' }],
  ])('409 %s', async (obstacle, fields) => {
    const answer = await api.as.owner.post(`/people/${await buildFormer(fields)}:erase`, {});
    expect([answer.status, answer.body['obstacle']]).toEqual([409, obstacle]);
  });

  test('409 for somebody without an engagement, who is employed on every date, and for the only owner', async () => {
    const { id } = await buildPerson(api.as.owner);
    expect((await api.as.owner.post(`/people/${id}:erase`, {})).body['obstacle']).toBe('no_engagement');
    expect((await api.as.owner.post(`/people/${String(api.as.owner.personId)}:erase`, {})).body['obstacle']).toBe(
      'last_owner',
    );
    await api.as.owner.delete(`/people/${id}`);
    expect((await api.as.owner.post(`/people/${id}:erase`, { dry_run: true })).status).toBe(200);
    const byQuery = await api.as.owner.post(`/people/${id}:erase?dry_run=true`, {});
    expect([byQuery.status, byQuery.body['dry_run']]).toEqual([200, true]);
  });

  test('403 by record: an export is for the person and for admins', async () => {
    const id = await buildFormer();
    expect((await api.as.manager.get(`/people/${id}/export`)).status).toBe(403);
    expect((await api.as.viewer.get(`/people/${String(api.as.viewer.personId)}/export`)).status).toBe(200);
    expect((await api.as.admin.get(`/people/${id}/export`)).status).toBe(200);
  });
});

/** A file, a token, and requests: one decided about them with a comment, one that waits, and one of theirs about somebody else. */
async function leaveTraces(
  owner: SignedIn,
  { member, personId }: { member: SignedIn; personId: string },
): Promise<void> {
  const { id: entity_id } = await buildProject(owner);
  await buildAttachment(member, { entity_type: 'project', entity_id, filename: `${CANARY}.txt` });
  await buildApiToken(member, { name: CANARY });
  await buildApprovalPolicy(owner, { levels: [{ approvers: [{ type: 'role', role: 'admin' }], rule: 'any' }] });
  const asked = { person_id: personId, start_date: '2026-02-10', end_date: '2026-02-10', percent: 10, notes: CANARY };
  const declined = await buildAllocationRequest(api.as.manager, { ...asked, message: CANARY });
  await api.as.admin.post(`/approvals/${declined.id}:decline`, { comment: CANARY });
  await buildAllocationRequest(api.as.manager, { ...asked, message: CANARY });
  const other = { person_id: api.as.viewer.personId, requested_by: member.userId, message: CANARY };
  const { id } = await buildAllocationRequest(api.as.manager, {
    person_id: other.person_id,
    percent: 10,
    notes: CANARY,
  });
  await api.database.admin('approvals').where({ id }).update({ requested_by: other.requested_by, message: CANARY });
}

/** Everything that can say who somebody is. */
async function fillPerson(): Promise<{ personId: string; userId: string }> {
  const owner = api.as.owner;
  const personId = await buildFormer({ notes: CANARY });
  const user = await api.factory.user({ full_name: CANARY, email: `${CANARY}@example.com` });
  const member = await api.signIn({ role: 'member', organizationId: api.organizationId, userId: user.id, personId });
  await leaveTraces(owner, { member, personId });
  await buildPersonIdentifier(owner, { person_id: personId, id_value: CANARY });
  await owner.post(`/people/${personId}/emails`, { email: `${CANARY}@example.com`, kind: 'personal' });
  const dates = { person_id: personId, start_date: '2026-02-02', end_date: '2026-02-03' };
  await buildAbsence(owner, { ...dates, type: 'sick', notes: CANARY });
  await buildAbsence(owner, { ...dates, status: 'declined', notes: CANARY });
  const booked = await buildAllocation(owner, { ...dates, end_date: '2026-02-06', notes: CANARY, percent: 150 });
  const conflict = booked.impact.conflicts.opened[0]?.id ?? '';
  await owner.post(`/conflicts/${conflict}:accept`, { reason: CANARY });
  await buildTimeEntry(owner, { person_id: personId, date: '2026-02-05', note: CANARY });
  const capacity = { person_id: personId, period_start: '2026-02-16', period_end: '2026-02-20', hours_per_week: 20 };
  await owner.post('/capacities', { ...capacity, notes: CANARY }, { 'Idempotency-Key': 'kept-for-a-day' });
  await buildPersonBenefit(owner, { person_id: personId, reason: CANARY });
  await owner.post('/benefits/vouchers/2026-02:close');
  const connection = await connectionRow(api.factory, { organization_id: api.organizationId });
  const raw_profile = JSON.stringify({ surname: CANARY });
  const link = { person_id: personId, state: 'linked', linked_at: new Date(), raw_profile, link_reason: CANARY };
  await externalAccountRow(api.factory, connection, link);
  return { personId, userId: user.id };
}

test('a person is erased: nothing says who it was, the figures stay, the audit log says that it happened', async () => {
  const { personId, userId } = await fillPerson();
  const days = `/capacity/days?person_id=${personId}&from=2026-02-01&to=2026-02-28`;
  const figures = (await api.as.owner.get(days)).body.items;
  const archive = (await api.as.owner.get(`/people/${personId}/export`)).body['sections'] as Record<string, object[]>;
  expect(archive).toMatchObject({
    person: [{ full_name: `Former ${CANARY}` }],
    accounts: [{ email: `${CANARY}@example.com` }],
    identifiers: [{ id_value: CANARY }],
    vouchers: [{ month: '2026-02-01' }],
    attachments: [{ filename: `${CANARY}.txt` }],
    api_tokens: [{ name: CANARY }],
    approval_decisions: [],
  });
  expect([archive['absences'], archive['approvals']].map((rows) => rows?.length)).toEqual([2, 3]);

  const preview = await api.as.owner.post(`/people/${personId}:erase`, { dry_run: true });
  const listed = preview.body.items as unknown as { what: string; action: string; rows: number }[];
  expect(listed).toEqual(
    expect.arrayContaining([
      { what: 'person', action: 'anonymised', rows: 1 },
      { what: 'absence_kept', action: 'anonymised', rows: 1 },
      { what: 'absence_removed', action: 'anonymised', rows: 1 },
      { what: 'person_identifier', action: 'deleted', rows: 1 },
      { what: 'voucher_row', action: 'anonymised', rows: 1 },
      { what: 'attachment', action: 'anonymised', rows: 1 },
      { what: 'api_token', action: 'anonymised', rows: 1 },
      { what: 'approval_decision', action: 'anonymised', rows: 1 },
      { what: 'approval', action: 'anonymised', rows: 3 },
      { what: 'capacity_entry', action: 'anonymised', rows: 1 },
      { what: 'stored_answer', action: 'deleted', rows: 1 },
    ]),
  );
  expect((await api.as.owner.get('/erasures')).body.total).toBe(0);
  expect(await tellingTables()).toContain('audit_events');

  const asked = await api.as.owner.post(`/people/${personId}:erase`, {});
  const again = await api.as.owner.post(`/people/${personId}:erase`, {});
  expect([asked.status, asked.body.state, again.body.id]).toEqual([202, 'queued', asked.body.id]);
  expect(asked.headers.get('Location')).toBe(`/api/v1/erasures/${asked.body.id}`);
  await runErasure(asked.body.id);

  // Others of these tests have the word in their name.
  const { admin } = api.database;
  await admin('people').whereNot('id', personId).update({ full_name: 'Other', location: null });
  await admin.raw('truncate outbox');
  expect((await tellingTables()).filter((table) => table !== 'audit_events')).toEqual([]);
  const about = await admin('audit_events').whereRaw('before::text like ? or after::text like ?', [
    `%${personId}%${CANARY}%`,
    `%${personId}%${CANARY}%`,
  ]);
  expect(about).toEqual([]);

  const requests = await admin('approvals').select<{ state: string }[]>('state').orderBy('id');
  expect(requests.map(({ state }) => state)).toEqual(['declined', 'cancelled', 'cancelled']);
  expect((await api.as.owner.get(days)).body.items).toEqual(figures);
  expect((await api.as.owner.get(`/people/${personId}`)).body['full_name']).toBe(
    `Erased person ${personId.slice(0, 8)}`,
  );
  const user = await admin('users').where('id', userId).first<{ email: string; deleted_at: Date | null }>();
  expect([user.email, user.deleted_at === null]).toEqual([`erased-${userId}@erased.invalid`, false]);

  const done = await api.as.admin.get(`/erasures/${asked.body.id}`);
  expect(done.body).toMatchObject({ state: 'completed', person_id: personId, error_code: null });
  const counts = done.body['counts'] as Record<string, number>;
  for (const { what, rows, action } of listed)
    if (action !== 'redacted') expect([what, counts[what]]).toEqual([what, rows]);
  expect(counts['audit_event']).toBeGreaterThan(5);
  const events = (await api.as.owner.get(`/audit-events?entity_type=person&entity_id=${personId}`)).body.items;
  expect(events.map((one) => one['event'])).toEqual(['person.erased', 'person.exported', 'person.created']);
  expect(events[2]?.['after']).toEqual({ redacted: true, erasure_id: asked.body.id });
  expect((await api.as.owner.post(`/people/${personId}:erase`, {})).body['obstacle']).toBe('already_erased');
});

test('steps that are run again, or after the end, change nothing', async () => {
  const { body } = await api.as.owner.post(`/people/${await buildFormer()}:erase`, {});
  const read = async (): Promise<AnswerBody> => (await api.as.admin.get(`/erasures/${body.id}`)).body;
  await asSystem(step(), (uow) => eraseRecords(uow, body.id));
  const first = await read();
  await asSystem(step(), (uow) => eraseRecords(uow, body.id));
  expect(await read()).toEqual(first);
  await runErasure(body.id, 1_000);
  const ended = await read();
  expect(ended.state).toBe('completed');
  await runErasure(body.id);
  await asSystem(step(), (uow) => finishErasure(uow, body.id, 'timed_out'));
  expect(await read()).toEqual(ended);
});

test('a user of two organisations keeps the account; an erasure of one organisation redacts nothing of another', async () => {
  const personId = await buildFormer();
  const { id: userId, email } = await api.factory.user();
  await api.signIn({ role: 'member', organizationId: api.organizationId, userId, personId });
  await api.signIn({ role: 'member', organizationId: api.strangerOrganizationId, userId });
  const { body } = await api.as.owner.post(`/people/${personId}:erase`, {});
  await expect(asSystem(step(api.strangerOrganizationId), (uow) => eraseRecords(uow, body.id))).rejects.toThrow();
  await runErasure(body.id);
  const user = await api.database.admin('users').where('id', userId).first<{ email: string; deleted_at: null }>();
  expect(user).toMatchObject({ email, deleted_at: null });
});

test('the functions of the owner act for a running erasure of this organisation and for nothing else', async () => {
  const { body } = await api.as.owner.post(`/people/${await buildFormer()}:erase`, {});
  for (const organizationId of [api.organizationId, api.strangerOrganizationId]) {
    for (const call of ['select erase_frozen_rows(?)', 'select redact_audit_events(?, 10)']) {
      const asked = asSystem(step(organizationId), (uow) => uow.trx.raw(call, [body.id]));
      await expect(asked).rejects.toThrow(/no such running erasure/);
    }
  }
  const direct = asSystem(step(), (uow) => uow.trx('audit_events').update({ after: null }));
  await expect(direct).rejects.toThrow(/permission denied/);
});

test('retention asks for people who left long enough ago, once, and only where the organisation says so', async () => {
  const due = await buildFormer({ start_date: '2020-01-01', end_date: '2021-01-01' });
  await buildFormer({ end_date: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) });
  const ask = () => asSystem(step(), (uow) => requestDueErasures(uow, 100));
  expect(await ask()).toBe(0);
  const settings = `/orgs/${api.organizationId}/settings`;
  const changed = await api.as.owner.patch(settings, { retention: { former_people_months: 24 } });
  expect(changed.body['retention']).toMatchObject({ former_people_months: 24 });
  expect([await ask(), await ask()]).toEqual([1, 0]);
  const { items } = (await api.as.admin.get('/erasures?state=queued')).body;
  expect(items.filter((one) => one['trigger'] === 'retention').map((one) => one['person_id'])).toEqual([due]);
  const off = await api.as.owner.patch(settings, { retention: { former_people_months: null } });
  expect(off.body['retention']).toMatchObject({ former_people_months: null });
});
