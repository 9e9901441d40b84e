/** Random sequences of decisions against a plain model: the same answers, the same end state, and the effect once or never. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { approvalKinds, type ApprovalKind } from '../../src/domains/approvals/approvals.types';
import { startApi, type ApiAnswer, type SignedIn, type TestApi } from '../support/api';
import { ApprovalModel, type ModelLevel, type Move, type Outcome } from '../support/approval-model';
import { askFor } from '../support/asked-approvals';
import { buildApprovalPolicy, create } from '../support/resources';

const LEVELS: ModelLevel[] = [
  { asked: 'ab', rule: 'any', needed: 1, refusals: 1 },
  { asked: 'bc', rule: 'all', needed: 2, refusals: 1 },
  { asked: 'abc', rule: 'quorum', quorum: 2, needed: 2, refusals: 2 },
];
/** `d` is asked nowhere; `e` and `f` only where somebody delegates to them, over a circle too; `x`, who asked, never. */
const VOTES: Move[] = ['a+', 'a-', 'b+', 'b-', 'c+', 'c-', 'd+', 'e+', 'e-', 'f+', 'x+', 'x!'];
const DELEGATIONS: Move[] = ['a>e', 'b>e', 'e>f', 'f>c', 'c>b', 'b>x', 'x>d'];

/** Many requests each: on a busy machine longer than other tests. */
const LIMIT_MS = 240_000;

const kinds = fc.constantFrom(...approvalKinds);
const policies = fc.shuffledSubarray(LEVELS, { minLength: 1 });
const moves = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...VOTES) },
    { weight: 1, arbitrary: fc.constantFrom(...DELEGATIONS) },
  ),
  { minLength: 1, maxLength: 14 },
);
const delegations = fc.subarray(DELEGATIONS);
const crowds = fc.shuffledSubarray([...VOTES, ...VOTES]);

let api: TestApi;
let users: Record<string, SignedIn>;
let policyIds: Record<string, string>;
let asked = 0;
/** Delegations in force by the words of their moves, with their ids; none when a sequence begins. */
const given = new Map<string, string>();
beforeAll(async () => {
  api = await startApi();
  const { organizationId } = api;
  users = { x: api.as.admin };
  for (const name of 'abcdef') users[name] = await api.signIn({ role: 'manager', organizationId });
  const made = approvalKinds.map(
    async (kind) => [kind, (await buildApprovalPolicy(api.as.owner, { kind })).id] as const,
  );
  policyIds = Object.fromEntries(await Promise.all(made));
});
afterAll(() => api.close());

const userOf = (name: string): SignedIn => users[name] ?? api.as.admin;

async function follow(kind: ApprovalKind, levels: readonly ModelLevel[]): Promise<void> {
  const body = {
    levels: levels.map(({ asked: letters, rule, quorum }) => ({
      approvers: Array.from(letters, (name) => ({ type: 'user', user_id: userOf(name).userId })),
      rule,
      quorum: quorum ?? null,
    })),
  };
  const { status } = await api.as.owner.patch(`/approval-policies/${String(policyIds[kind])}`, body);
  expect(status).toBe(200);
}

async function delegate(move: Move): Promise<void> {
  const known = given.get(move);
  const [from, to] = move.split('>').map(userOf) as [SignedIn, SignedIn];
  if (known !== undefined) {
    given.delete(move);
    await from.delete(`/delegations/${known}`);
    return;
  }
  const dates = { starts_on: '2020-01-01', ends_on: '2099-12-31' };
  const { id } = await create(from, '/delegations', { from_user_id: from.userId, to_user_id: to.userId, ...dates });
  given.set(move, id);
}

async function vote([name = '', sign = '']: string, id: string): Promise<Outcome> {
  const verb = sign === '!' ? 'cancel' : 'approve';
  const { status, body }: ApiAnswer =
    sign === '-'
      ? await userOf(name).post(`/approvals/${id}:decline`, { comment: 'No' })
      : await userOf(name).post(`/approvals/${id}:${verb}`);
  return [status, status === 200 ? body.state : body.code];
}

const ask = async (kind: ApprovalKind, levels: readonly ModelLevel[]): Promise<ReturnType<typeof askFor>> => {
  for (const move of given.keys()) await delegate(move as Move);
  await follow(kind, levels);
  asked += 1;
  return askFor(api, kind, { requester: api.as.admin, number: asked });
};
/** The moves as a model sees them: with `given` as it is at each of them. */
const delegated = { [Symbol.iterator]: () => given.keys(), has: (move: string) => given.has(move) };
const modelOf = (levels: readonly ModelLevel[]): ApprovalModel =>
  new ApprovalModel(levels, delegated as unknown as ReadonlySet<string>);

test(
  'one after the other, they are answered as the model says and end in its state, whatever the kind',
  async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(kinds, policies, moves, async (kind, levels, sequence) => {
        const model = modelOf(levels);
        const { id, effects } = await ask(kind, levels);
        for (const move of sequence) {
          if (move.includes('>')) await delegate(move);
          else expect([move, ...(await vote(move, id))]).toEqual([move, ...model.play(move.charAt(0), move.charAt(1))]);
        }
        expect((await api.as.owner.get(`/approvals/${id}`)).body.state).toBe(model.state);
        expect(await effects()).toBe(model.state === 'approved' ? 1 : 0);
        reached.add(`${kind} ${model.state}`);
      }),
      { numRuns: 60 },
    );
    expect([...reached].length).toBeGreaterThan(8); // of sixteen
  },
  LIMIT_MS,
);

test(
  'all at once, each is answered as if one had come after the other, and the effect happens once or never',
  async () => {
    await fc.assert(
      fc.asyncProperty(kinds, policies, delegations, crowds, async (kind, levels, taken, sequence) => {
        const { id, effects } = await ask(kind, levels);
        for (const move of taken) await delegate(move);
        const answers = await Promise.all(sequence.map((move) => vote(move, id)));
        expect(answers.filter(([status]) => status >= 500)).toEqual([]);
        const { state } = (await api.as.owner.get(`/approvals/${id}`)).body;
        expect(await effects()).toBe(state === 'approved' ? 1 : 0);
        // What was taken, in the order of the request's versions, is what the model takes in that order.
        const model = modelOf(levels);
        const counting = await countingOf(id);
        const replies = counting.map((move) => model.play(move.charAt(0), move.charAt(1)));
        expect(replies.filter(([status]) => status !== 200)).toEqual([]);
        expect(model.state).toBe(state);
        const accepted = answers.filter(([status]) => status === 200).map(([, reply]) => reply);
        expect(accepted.sort()).toEqual(replies.map(([, reply]) => reply).sort());
      }),
      { numRuns: 20 },
    );
  },
  LIMIT_MS,
);

/** The votes and the cancellation that counted, as moves in the order of the request's versions. */
async function countingOf(id: string): Promise<Move[]> {
  const signs: Record<string, string> = {
    'approval.approved': '+',
    'approval.declined': '-',
    'approval.cancelled': '!',
  };
  const rows = await api.database
    .admin('audit_events')
    .where({ entity_id: id })
    .select<{ event: string; actor_user_id: string; after: { version: number } }[]>('*');
  const letterOf = (userId: string): string => Object.keys(users).find((name) => users[name]?.userId === userId) ?? '?';
  return rows
    .filter(({ event }) => event in signs)
    .sort((a, b) => a.after.version - b.after.version)
    .map(({ event, actor_user_id }) => `${letterOf(actor_user_id)}${String(signs[event])}` as Move);
}
