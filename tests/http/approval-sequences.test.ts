/** Random sequences of decisions against a plain model: the same answers, the same end state, and the effect once or never. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startApi, type ApiAnswer, type SignedIn, type TestApi } from '../support/api';
import { buildAllocationRequest, buildApprovalPolicy } from '../support/resources';

/** Levels by the letters of who is asked; `needed` approvals pass a level, `refusals` end the request. */
const LEVELS = [
  { asked: 'ab', rule: 'any', needed: 1, refusals: 1 },
  { asked: 'bc', rule: 'all', needed: 2, refusals: 1 },
  { asked: 'abc', rule: 'quorum', quorum: 2, needed: 2, refusals: 2 },
];
const MOVES = ['a+', 'a-', 'b+', 'b-', 'c+', 'c-', 'd+', 'x+', 'x!'] as const;
type Move = (typeof MOVES)[number];

/** Many requests each: on a busy machine longer than other tests. */
const LIMIT_MS = 240_000;

/** Who asked is `x`, `d` is nobody who is asked. */
class Model {
  state = 'pending';
  level = 0;
  votes: { by: string; level: number; isApproval: boolean }[] = [];

  play([by, sign]: [string, string]): [number, string] {
    if (sign === '!') return this.#cancel();
    if (by === 'x') return [403, 'own_request'];
    if (by === 'd') return [403, 'not_an_approver'];
    if (this.state !== 'pending') return [409, 'already_decided'];
    const { asked = '' } = LEVELS[this.level] ?? {};
    const hasVoted = this.votes.some((vote) => vote.by === by);
    if (!asked.includes(by)) return [409, hasVoted ? 'already_decided' : 'step_closed'];
    if (this.votes.some((vote) => vote.by === by && vote.level === this.level)) return [409, 'already_decided'];
    this.votes.push({ by, level: this.level, isApproval: sign === '+' });
    this.#count();
    return [200, this.state];
  }

  #cancel(): [number, string] {
    if (this.state !== 'pending') return [409, 'already_decided'];
    this.state = 'cancelled';
    return [200, this.state];
  }

  #count(): void {
    const { needed = 0, refusals = 0 } = LEVELS[this.level] ?? {};
    const here = this.votes.filter((vote) => vote.level === this.level);
    const approvals = here.filter((vote) => vote.isApproval).length;
    if (approvals >= needed) {
      this.level += 1;
      if (this.level === LEVELS.length) this.state = 'approved';
    } else if (here.length - approvals >= refusals) this.state = 'declined';
  }
}

let api: TestApi;
let users: Record<string, SignedIn>;
beforeAll(async () => {
  api = await startApi();
  const { organizationId } = api;
  const signIn = (): Promise<SignedIn> => api.signIn({ role: 'manager', organizationId });
  users = { a: await signIn(), b: await signIn(), c: await signIn(), d: await signIn(), x: api.as.manager };
  await buildApprovalPolicy(api.as.owner, {
    levels: LEVELS.map(({ asked, rule, quorum }) => ({
      approvers: Array.from(asked, (name) => ({ type: 'user', user_id: users[name]?.userId })),
      rule,
      quorum: quorum ?? null,
    })),
  });
});
afterAll(() => api.close());

async function request(): Promise<{ id: string; allocationId: string }> {
  const { id, subject } = await buildAllocationRequest(api.as.manager, {
    person_id: api.as.viewer.personId,
    percent: 1,
  });
  return { id, allocationId: (subject as { id: string }).id };
}

async function make(move: Move, id: string): Promise<[number, string]> {
  const [name = '', sign] = move;
  const verb = sign === '!' ? 'cancel' : 'approve';
  const client = users[name] ?? api.as.manager;
  const { status, body }: ApiAnswer =
    sign === '-'
      ? await client.post(`/approvals/${id}:decline`, { comment: 'No' })
      : await client.post(`/approvals/${id}:${verb}`);
  return [status, status === 200 ? body.state : body.code];
}

/** How often the allocation was booked. */
async function effects(allocationId: string): Promise<number> {
  const of = { entity_id: allocationId, event: 'allocation.created' };
  const events = await api.database.admin('audit_events').where(of).select<unknown[]>('id');
  const rows = await api.database.admin('allocations').where({ id: allocationId }).select<unknown[]>('id');
  expect(rows.length).toBe(events.length);
  return events.length;
}

test(
  'one after the other, they are answered as the model says and end in its state',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...MOVES), { minLength: 1, maxLength: 10 }), async (moves) => {
        const model = new Model();
        const { id, allocationId } = await request();
        for (const move of moves) expect(await make(move, id)).toEqual(model.play([move.charAt(0), move.charAt(1)]));
        expect((await api.as.admin.get(`/approvals/${id}`)).body.state).toBe(model.state);
        expect(await effects(allocationId)).toBe(model.state === 'approved' ? 1 : 0);
      }),
      { numRuns: 20 },
    );
  },
  LIMIT_MS,
);

test(
  'all at once, each is answered as if one had come after the other, and the effect happens once or never',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...MOVES, ...MOVES]), async (moves) => {
        const { id, allocationId } = await request();
        const answers = await Promise.all(moves.map((move) => make(move, id)));
        expect(answers.filter(([status]) => status >= 500)).toEqual([]);
        const ends = answers.filter(([status, state]) => status === 200 && state !== 'pending');
        const { state } = (await api.as.admin.get(`/approvals/${id}`)).body;
        expect(ends.map(([, end]) => end)).toEqual(state === 'pending' ? [] : [state]);
        expect(await effects(allocationId)).toBe(state === 'approved' ? 1 : 0);
      }),
      { numRuns: 10 },
    );
  },
  LIMIT_MS,
);
