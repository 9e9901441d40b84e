/**
 * The inbox, found by one statement, against the rules that decide votes, which each request's own page is made by: the same
 * requests for everybody, whatever was delegated, escalated, voted and asked by whom.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../src/shared/ids';
import { startApi, type AnswerBody, type SignedIn, type TestApi } from '../support/api';

const KINDS = ['absence', 'allocation_request', 'over_allocation', 'period_close'] as const;
/** Everybody who can decide something: `a` leads `b` and `c`, and the team in which `d` and `e` are. */
const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
type Name = (typeof NAMES)[number];
const LIMIT_MS = 240_000;

let api: TestApi;
const users = {} as Record<Name, SignedIn>;
beforeAll(async () => {
  api = await startApi();
  const roleOf = { a: 'manager', b: 'member', c: 'manager', d: 'admin', e: 'member' } as const;
  const { organizationId } = api;
  for (const name of NAMES) users[name] = await api.signIn({ role: roleOf[name], organizationId });
  const manager_id = users.a.personId;
  await api.database
    .admin('people')
    .whereIn('id', [users.b.personId, users.c.personId] as string[])
    .update({ manager_id });
  const { id: team_id } = await api.factory.team({ organization_id: organizationId, lead_id: users.a.personId });
  for (const name of ['d', 'e'] as const) {
    await api.factory.teamMember({ organization_id: organizationId, team_id, person_id: users[name].personId });
  }
});
afterAll(() => api.close());

const name = fc.constantFrom(...NAMES);
const rule = fc.oneof(
  name.map((who) => ({ type: 'user', who })),
  fc.constantFrom({ type: 'role', role: 'admin' }, { type: 'role', role: 'manager' }, { type: 'role', role: 'owner' }),
  fc.constantFrom({ type: 'line_manager' }, { type: 'team_lead' }),
);
type Rule = { type: string; who?: Name; role?: string };
const asked = fc.record({
  kind: fc.constantFrom(...KINDS),
  by: name,
  about: fc.option(name),
  level: fc.constantFrom(1, 2),
  levels: fc.tuple(fc.array(rule, { minLength: 1, maxLength: 2 }), fc.array(rule, { minLength: 1, maxLength: 2 })),
  escalateTo: fc.option(rule),
  isEscalated: fc.boolean(),
  voted: fc.option(name),
  state: fc.constantFrom('pending', 'pending', 'pending', 'approved'),
});
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;
const delegation = fc.record({
  from: name,
  to: name,
  kinds: fc.option(fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 2 })),
  isOver: fc.boolean(),
});
type Given = typeof delegation extends fc.Arbitrary<infer T> ? T : never;

const storedRule = ({ who, ...more }: Rule): object =>
  who === undefined ? more : { ...more, userId: users[who].userId };

/** A request as decisions, escalations and changes of policy may have left it. */
async function store(one: Asked): Promise<void> {
  const of = { organization_id: api.organizationId };
  const levels = one.levels.map((approvers) => ({
    approvers: approvers.map(storedRule),
    rule: 'all',
    quorum: null,
    remindAfter: null,
    escalateAfter: one.escalateTo === null ? null : 'P1D',
    escalateTo: one.escalateTo === null ? null : storedRule(one.escalateTo),
  }));
  const at = new Date();
  const { id } = await api.factory.insert('approvals', {
    ...{ ...of, id: newId(), kind: one.kind, state: one.state, levels: JSON.stringify(levels) },
    ...{ subject_type: 'absence', subject_id: newId(), requested_by: users[one.by].userId },
    subject_person_id: one.about === null ? null : users[one.about].personId,
    ...{ current_level: one.level, decided_at: one.state === 'pending' ? null : at },
  });
  for (const level of [1, 2]) {
    const isOpen = level === one.level;
    const step = await api.factory.insert('approval_steps', {
      ...{ ...of, id: newId(), approval_id: id, level, state: isOpen ? 'open' : 'waiting' },
      ...{ opened_at: isOpen ? at : null, escalated_at: isOpen && one.isEscalated ? at : null },
    });
    if (!isOpen || one.voted === null) continue;
    const user = users[one.voted].userId;
    await api.factory.insert('approval_decisions', {
      ...{ ...of, id: newId(), approval_id: id, step_id: step.id, verdict: 'approved', decided_at: at },
      ...{ principal_user_id: user, actor_user_id: user },
    });
  }
}

async function delegateAll(given: readonly Given[]): Promise<void> {
  for (const { from, to, kinds, isOver } of given.filter((one) => one.from !== one.to)) {
    await api.factory.insert('delegations', {
      ...{ organization_id: api.organizationId, id: newId(), kinds },
      ...{ from_user_id: users[from].userId, to_user_id: users[to].userId },
      ...{ starts_on: '2020-01-01', ends_on: isOver ? '2020-12-31' : '2099-12-31' },
    });
  }
}

async function forgetAll(): Promise<void> {
  for (const table of ['approval_decisions', 'approval_steps', 'approvals', 'delegations']) {
    await api.database.admin(table).where({ organization_id: api.organizationId }).delete();
  }
}

async function allOf(client: SignedIn, query: string): Promise<AnswerBody[]> {
  const { body } = await client.get(`/approvals?page_size=100${query}`);
  expect(body.total).toBe(body.items.length);
  return body.items;
}

/** Who may decide, as the page of the request names them. */
const mayDecide = ({ steps }: AnswerBody, { userId }: SignedIn): boolean =>
  (steps as { may_decide: { user_id: string }[] }[]).some((step) =>
    step.may_decide.some(({ user_id }) => user_id === userId),
  );
const idsOf = (items: readonly AnswerBody[]): string[] => items.map(({ id }) => id).sort();

test(
  'for everybody it is what they may decide now, and what has ended with their vote',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(asked, { minLength: 4, maxLength: 12 }),
        fc.array(delegation, { maxLength: 6 }),
        async (requests, given) => {
          await forgetAll();
          await delegateAll(given);
          for (const one of requests) await store(one);
          const all = await allOf(api.as.owner, '');
          expect(all).toHaveLength(requests.length);
          const pending = all.filter(({ state }) => state === 'pending');
          for (const client of [...Object.values(users), api.as.owner]) {
            const waiting = idsOf(pending.filter((item) => mayDecide(item, client)));
            expect(idsOf(await allOf(client, '&mine=true&state=pending'))).toEqual(waiting);
            const decisionsOf = ({ steps }: AnswerBody): { user_id: string }[] =>
              (steps as { decisions: { user_id: string }[] }[]).flatMap(({ decisions }) => decisions);
            const voted = all.filter(
              (item) => item.state !== 'pending' && decisionsOf(item).some(({ user_id }) => user_id === client.userId),
            );
            expect(idsOf(await allOf(client, '&mine=true'))).toEqual([...waiting, ...idsOf(voted)].sort());
            const seen = idsOf(await allOf(client, '&state=pending'));
            expect(waiting.filter((id) => !seen.includes(id))).toEqual([]);
          }
        },
      ),
      { numRuns: 25 },
    );
  },
  LIMIT_MS,
);
