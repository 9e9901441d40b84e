/** What a decision does to the plan, said beforehand: by `GET /approvals/{id}/impact`, by `dry_run`, and by the decision itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import {
  startApi,
  type AnswerBody,
  type ApiAnswer,
  type ApiClient,
  type ConflictBody,
  type ImpactBody,
  type SignedIn,
  type TestApi,
} from '../support/api';
import { countStatements } from '../support/count-statements';
import {
  buildAbsence,
  buildAbsenceType,
  buildAllocation,
  buildAllocationRequest,
  buildApprovalPolicy,
  buildPerson,
} from '../support/resources';

let api: TestApi;
/** A manager and two members, who are asked by name or not at all. */
let anna: SignedIn;
let ben: SignedIn;
let cleo: SignedIn;
/** Whom it is about, booked from 2027-03-01 to 2027-03-05. */
let person: string;
/** Of 2024, the last one that was asked to be closed. */
let month = 0;
beforeAll(async () => {
  api = await startApi();
  const { organizationId } = api;
  anna = await api.signIn({ role: 'manager', organizationId });
  ben = await api.signIn({ role: 'member', organizationId });
  cleo = await api.signIn({ role: 'member', organizationId });
});
afterAll(() => api.close());
beforeEach(async () => {
  const rows = { organization_id: api.organizationId };
  await api.database.admin('approval_policies').where(rows).update({ deleted_at: new Date() });
  await api.database.admin('delegations').where(rows).update({ deleted_at: new Date() });
  person = (await buildPerson(api.as.owner)).id;
});

const WEEK = { start_date: '2027-03-01', end_date: '2027-03-05' };
/** Of a whole week at 7 h. */
const WEEK_MINUTES = 2_100;

const user = (client: SignedIn): object => ({ type: 'user', user_id: client.userId });
const level = (approvers: object[], rule = 'any'): object => ({ approvers, rule });
const policy = (kind: string, ...levels: object[]): Promise<AnswerBody> =>
  buildApprovalPolicy(api.as.owner, { kind, levels });
const impactOf = (client: ApiClient, id: string): Promise<ApiAnswer> => client.get(`/approvals/${id}/impact`);
const approve = (client: ApiClient, id: string, query = ''): Promise<ApiAnswer> =>
  client.post(`/approvals/${id}:approve${query}`);
const decline = (client: ApiClient, id: string, query = ''): Promise<ApiAnswer> =>
  client.post(`/approvals/${id}:decline${query}`, { comment: 'Not now' });
const outcome = ({ status, body }: ApiAnswer): unknown[] => [status, status === 200 ? body.state : body.code];

/** The approval of a week that is asked for; the requester is the admin. */
async function askFor(
  kind: 'absence' | 'allocation_request' | 'allocation' | 'conflict' | 'period_close',
): Promise<string> {
  const { admin, owner } = api.as;
  switch (kind) {
    case 'absence': {
      await buildAllocation(owner, { ...WEEK, person_id: person });
      const { id } = await buildAbsence(admin, { ...WEEK, person_id: person, status: 'requested' });
      return String((await admin.get(`/absences/${id}`)).body['approval_id']);
    }
    case 'allocation_request': {
      await buildAllocation(owner, { ...WEEK, person_id: person });
      return (await buildAllocationRequest(admin, { ...WEEK, person_id: person, percent: 50 })).id;
    }
    case 'allocation': {
      await buildAllocation(owner, { ...WEEK, person_id: person });
      const more = { ...WEEK, person_id: person, percent: 50, conflict_reason: 'The launch' };
      const { body } = await admin.post('/allocations?on_conflict=accept', more);
      return (body['approval'] as AnswerBody).id;
    }
    case 'conflict': {
      const booked = await buildAllocation(owner, { ...WEEK, person_id: person, percent: 150 });
      const { id } = booked.impact.conflicts.opened[0] as ConflictBody;
      return (await admin.post(`/conflicts/${id}:accept`, { reason: 'The launch' })).body.id;
    }
    case 'period_close':
      return (await admin.post(`/periods/2024-0${String((month += 1))}:close`)).body.id;
  }
}

/** Without what a conflict that is opened has anew each time. */
function comparable(impact: ImpactBody): unknown {
  const settled = (conflicts: ConflictBody[]): object[] =>
    conflicts.map((conflict) => ({ ...conflict, id: null, first_seen_at: null }));
  const { opened, changed, closed } = impact.conflicts;
  return {
    ...impact,
    conflicts: { opened: settled(opened), changed: settled(changed), closed: settled(closed) },
  };
}

const TABLES = [
  'approval_decisions',
  'approval_notices',
  'outbox',
  'audit_events',
  'idempotency_keys',
  'allocations',
  'conflicts',
];

/** All rows that a decision could write or change. */
async function written(): Promise<unknown> {
  const { admin } = api.database;
  const counts = await Promise.all(TABLES.map((table) => admin(table).count()));
  const versions = await Promise.all(
    ['approvals', 'approval_steps', 'absences', 'allocations', 'conflicts', 'periods'].map((table) =>
      admin(table).sum('version'),
    ),
  );
  return { counts, versions };
}

describe('the same said three times: beforehand, by a dry run and by the decision', () => {
  const kinds = [
    ['absence', 'absence', { net_minutes: 0, before: { net_minutes: WEEK_MINUTES, firm_minutes: WEEK_MINUTES } }, [1]],
    ['allocation_request', 'allocation_request', { firm_minutes: 3_150, before: { firm_minutes: WEEK_MINUTES } }, [1]],
    ['allocation', 'over_allocation', { firm_minutes: 3_150, before: { firm_minutes: WEEK_MINUTES } }, [1]],
    ['conflict', 'over_allocation', { net_minutes: 0, firm_minutes: 0 }, [0, 1]],
  ] as const;

  test.each(kinds)('%s', async (subject, kind, totals, [opened, changed = 0]) => {
    await policy(kind, level([user(anna)]));
    const id = await askFor(subject);
    const before = await written();
    const seen = await impactOf(anna, id);
    const tried = [await approve(anna, id, '?dry_run=true'), await approve(anna, id, '?dry_run=true')];
    expect([seen, ...tried].map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await written()).toEqual(before);
    const done = await approve(anna, id);
    expect(outcome(done)).toEqual([200, 'approved']);
    expect(done.body.impact.totals).toMatchObject(totals);
    const { conflicts } = done.body.impact;
    expect([conflicts.opened.length, conflicts.changed.length]).toEqual([opened, changed]);
    for (const { body } of [seen, ...tried]) {
      expect(Object.keys(body)).toEqual(['dry_run', 'impact']);
      expect(comparable(body.impact)).toEqual(comparable(done.body.impact));
    }
  });

  test('what is accepted is shown as it will be', async () => {
    await policy('over_allocation', level([user(anna)]));
    for (const subject of ['allocation', 'conflict'] as const) {
      person = (await buildPerson(api.as.owner)).id;
      const id = await askFor(subject);
      const { opened, changed } = (await impactOf(anna, id)).body.impact.conflicts;
      const accepted = { state: 'accepted', reason: 'The launch', accepted_by: anna.userId, person_id: person };
      expect([...opened, ...changed]).toMatchObject([accepted]);
      expect((await api.as.viewer.get(`/conflicts?person_id=${person}&state=accepted`)).body.total).toBe(0);
    }
  });

  test('closing a month moves no figure: null, and the month stays open until it is approved', async () => {
    await policy('period_close', level([user(anna)]));
    const id = await askFor('period_close');
    const before = await written();
    const tried = [await impactOf(anna, id), await approve(anna, id, '?dry_run=true')];
    expect(tried.map(({ status, body }) => [status, body])).toEqual(
      [1, 2].map(() => [200, { dry_run: true, impact: null }]),
    );
    expect(await written()).toEqual(before);
    const done = await approve(anna, id);
    expect([...outcome(done), done.body.impact]).toEqual([200, 'approved', null]);
  });

  test.each(['absence', 'allocation_request'] as const)('declining or cancelling moves nothing: %s', async (kind) => {
    await policy(kind, level([user(anna)]));
    const id = await askFor(kind);
    const cancel = (query: string): Promise<ApiAnswer> => api.as.admin.post(`/approvals/${id}:cancel${query}`);
    const before = await written();
    const tried = [await decline(anna, id, '?dry_run=true'), await cancel('?dry_run=true')];
    expect(tried.map(({ body }) => body)).toEqual([1, 2].map(() => ({ dry_run: true, impact: null })));
    expect(await written()).toEqual(before);
    const done = await decline(anna, id);
    expect([...outcome(done), done.body.impact]).toEqual([200, 'declined', null]);
    person = (await buildPerson(api.as.owner)).id;
    const other = await askFor(kind);
    const cancelled = await api.as.admin.post(`/approvals/${other}:cancel`);
    expect([...outcome(cancelled), cancelled.body.impact]).toEqual([200, 'cancelled', null]);
  });
});

test('a vote that is not the last one changes nothing, and what approving would change is known at every level', async () => {
  await policy('allocation_request', level([user(anna), user(ben)], 'all'), level([user(cleo)]));
  const id = await askFor('allocation_request');
  const effect = comparable((await impactOf(anna, id)).body.impact);
  expect(effect).toMatchObject({ days_changed: 5, conflicts: { opened: [{ kind: 'over_allocation' }] } });
  expect(outcome(await impactOf(cleo, id))).toEqual([409, 'step_closed']);
  for (const voter of [anna, ben]) {
    expect((await approve(voter, id, '?dry_run=true')).body).toEqual({ dry_run: true, impact: null });
    const voted = await approve(voter, id);
    expect([...outcome(voted), voted.body.impact]).toEqual([200, 'pending', null]);
    expect(outcome(await impactOf(voter, id))).toEqual([409, 'already_decided']);
  }
  expect(comparable((await impactOf(cleo, id)).body.impact)).toEqual(effect);
  const last = await approve(cleo, id);
  expect([...outcome(last), comparable(last.body.impact)]).toEqual([200, 'approved', effect]);
});

describe('who may look', () => {
  test('whoever may decide now, delegations included, and admins; nobody else', async () => {
    await policy('allocation_request', level([user(anna)]));
    const { id } = await buildAllocationRequest(api.as.manager, { person_id: person, percent: 50 });
    expect((await api.anonymous.get(`/approvals/${id}/impact`)).status).toBe(401);
    expect(outcome(await impactOf(api.as.viewer, id))).toEqual([403, 'forbidden']);
    expect(outcome(await impactOf(ben, id))).toEqual([403, 'not_an_approver']);
    expect(outcome(await impactOf(api.as.manager, id))).toEqual([403, 'own_request']);
    expect(outcome(await approve(ben, id, '?dry_run=true'))).toEqual([403, 'not_an_approver']);
    const stand = { from_user_id: anna.userId, to_user_id: ben.userId, starts_on: '2020-01-01', ends_on: '2099-12-31' };
    expect((await api.as.admin.post('/delegations', stand)).status).toBe(201);
    const answers = await Promise.all([anna, ben, api.as.admin, api.as.owner].map((client) => impactOf(client, id)));
    expect(answers.map(({ status, body }) => [status, body.impact.totals.firm_minutes])).toEqual(
      [1, 2, 3, 4].map(() => [200, 1_050]),
    );
    expect(outcome(await impactOf(cleo, id))).toEqual([403, 'not_an_approver']);
  });

  test('whose request it is only as an admin', async () => {
    await policy('absence', level([user(anna)]));
    const asked = { ...WEEK, status: 'requested' };
    const { id: theirs } = await buildAbsence(ben, { ...asked, person_id: ben.personId });
    const { id: admins } = await buildAbsence(api.as.admin, { ...asked, person_id: api.as.admin.personId });
    const approvalOf = async (id: string): Promise<string> =>
      String((await api.as.admin.get(`/absences/${id}`)).body['approval_id']);
    expect(outcome(await impactOf(ben, await approvalOf(theirs)))).toEqual([403, 'own_request']);
    expect((await impactOf(api.as.admin, await approvalOf(admins))).status).toBe(200);
    expect(outcome(await approve(api.as.admin, await approvalOf(admins), '?dry_run=true'))).toEqual([
      403,
      'own_request',
    ]);
  });

  test('a request of another organisation is not there, by as many statements as one that nobody has', async () => {
    await policy('allocation_request', level([user(anna)]));
    const id = await askFor('allocation_request');
    for (const ask of [impactOf, (client: ApiClient, one: string) => approve(client, one, '?dry_run=true')]) {
      const [foreign, statements] = await countStatements(api, () => ask(api.stranger, id));
      const [unknown, statementsForNothing] = await countStatements(api, () => ask(api.stranger, newId()));
      expect([outcome(foreign), statements]).toEqual([outcome(unknown), statementsForNothing]);
      expect(outcome(foreign)).toEqual([404, 'not_found']);
    }
  });

  test('once it is decided or taken back nobody: 409 with its state, and 403 for whom it was nothing', async () => {
    await policy('allocation_request', level([user(anna), user(ben)]));
    const decided = await askFor('allocation_request');
    await approve(anna, decided);
    const cancelled = await askFor('allocation_request');
    await api.as.admin.post(`/approvals/${cancelled}:cancel`);
    for (const [id, state] of [
      [decided, 'approved'],
      [cancelled, 'cancelled'],
    ] as const) {
      for (const client of [anna, ben]) {
        for (const answer of [await impactOf(client, id), await approve(client, id, '?dry_run=true')]) {
          expect([...outcome(answer), answer.body.state]).toEqual([409, 'already_decided', state]);
        }
      }
      const asAdmin = await impactOf(api.as.admin, id);
      expect([...outcome(asAdmin), asAdmin.body.state]).toEqual([409, 'already_decided', state]);
      expect(outcome(await impactOf(cleo, id))).toEqual([403, 'not_an_approver']);
    }
  });
});

describe('what would refuse the decision refuses the look at it', () => {
  /** All three ways to ask. */
  const outcomes = async (id: string): Promise<unknown[][]> => [
    outcome(await impactOf(anna, id)),
    outcome(await approve(anna, id, '?dry_run=true')),
    outcome(await approve(anna, id)),
  ];

  test('a closed month', async () => {
    await policy('absence', level([user(anna)]));
    const id = await askFor('absence');
    await api.as.admin.post('/periods/2027-03:close');
    const expected = [409, 'period_closed'];
    expect(await outcomes(id)).toEqual([expected, expected, expected]);
    await api.as.admin.post('/periods/2027-03:reopen');
    expect((await impactOf(anna, id)).status).toBe(200);
  });

  test('a subject that has changed or is gone', async () => {
    await policy('over_allocation', level([user(anna)]));
    const expected = [409, 'conflict'];
    const ofChanged = await askFor('allocation');
    const { subject } = (await anna.get(`/approvals/${ofChanged}`)).body as unknown as { subject: { id: string } };
    await api.as.owner.patch(`/allocations/${subject.id}`, { percent: 10 });
    expect(await outcomes(ofChanged)).toEqual([expected, expected, expected]);
    const ofGone = await askFor('conflict');
    await api.database.admin('conflicts').where({ person_id: person }).delete();
    expect(await outcomes(ofGone)).toEqual([expected, expected, expected]);
  });

  test('a stale tag refuses the dry run too', async () => {
    await policy('allocation_request', level([user(anna)]));
    const id = await askFor('allocation_request');
    const stale = { 'If-Match': '"7"' };
    expect(outcome(await anna.post(`/approvals/${id}:approve?dry_run=true`, undefined, stale))).toEqual([
      412,
      'stale_version',
    ]);
  });
});

test('a dry run keeps nothing under its Idempotency-Key: the decision with it is the first, and its repetition is given again', async () => {
  await policy('allocation_request', level([user(anna)]));
  const id = await askFor('allocation_request');
  const key = { 'Idempotency-Key': newId() };
  const tried = await anna.post(`/approvals/${id}:approve?dry_run=true`, undefined, key);
  expect(Object.keys(tried.body)).toEqual(['dry_run', 'impact']);
  const [first, again] = [
    await anna.post(`/approvals/${id}:approve`, undefined, key),
    await anna.post(`/approvals/${id}:approve`, undefined, key),
  ];
  expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
    null,
    'true',
  ]);
  expect([first.status, again.body]).toEqual([200, first.body]);
});

test('why somebody is away is in no impact, not even for who decides about it', async () => {
  const secret = 'canary-3b7d';
  const { key } = await buildAbsenceType(api.as.owner, { key: `${secret}-type`, label: `${secret} label` });
  await policy('absence', level([user(cleo)]));
  await buildAllocation(api.as.owner, { ...WEEK, person_id: person });
  const asked = { ...WEEK, person_id: person, type: key, notes: `${secret} notes`, status: 'requested' };
  const { id: absenceId } = await buildAbsence(api.as.admin, asked);
  const id = String((await api.as.admin.get(`/absences/${absenceId}`)).body['approval_id']);
  const answers = [await impactOf(cleo, id), await approve(cleo, id, '?dry_run=true'), await approve(cleo, id)];
  for (const { status, body, text } of answers) {
    const [conflict] = body.impact.conflicts.opened;
    expect([status, conflict?.causes.map(({ label }) => label)]).toEqual([200, expect.arrayContaining(['absence'])]);
    expect(text).not.toContain(secret);
  }
});

test.each([
  ['absence', 'absence'],
  ['allocation_request', 'allocation_request'],
  ['allocation', 'over_allocation'],
  ['conflict', 'over_allocation'],
] as const)(
  'looks and dry runs while it is decided see it pending or decided, and nothing else: %s',
  async (subject, kind) => {
    await policy(kind, level([user(anna)]));
    for (let round = 0; round < 3; round += 1) {
      person = (await buildPerson(api.as.owner)).id;
      const id = await askFor(subject);
      const looks = [1, 2, 3].map(() => impactOf(anna, id));
      const [done, ...others] = await Promise.all([
        approve(anna, id),
        ...looks,
        approve(anna, id, '?dry_run=true'),
        ...[1, 2, 3].map(() => impactOf(api.as.admin, id)),
      ]);
      expect(outcome(done)).toEqual([200, 'approved']);
      const told = others.map(({ status, body }) => (status === 200 ? 'pending' : body.code));
      expect(told.filter((one) => one !== 'pending' && one !== 'already_decided')).toEqual([]);
    }
  },
);

test('a look waits neither for who holds the request, nor, where a month is to be closed, for the writes under way', async () => {
  await policy('allocation_request', level([user(anna)]));
  await policy('period_close', level([user(anna)]));
  const [booking, closing] = [await askFor('allocation_request'), await askFor('period_close')];
  const { admin } = api.database;
  await admin.transaction(async (trx) => {
    await trx('approvals').whereIn('id', [booking, closing]).forUpdate();
    await trx.raw('select pg_advisory_xact_lock_shared(hashtextextended(?, 0))', [`periods/${api.organizationId}`]);
    const answers = await Promise.all([impactOf(anna, booking), impactOf(anna, closing)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });
});
