/**
 * A request for approval as plainly as it can be said: letters for people, lists instead of tables. Who asked is `x`; nobody is
 * looked up by rule, and every vote is counted anew.
 */

/** `asked` by letter; `needed` approvals pass the level, `refusals` end the request. */
export interface ModelLevel {
  asked: string;
  rule: 'any' | 'all' | 'quorum';
  quorum?: number;
  needed: number;
  refusals: number;
}

/** `a+` approves, `a-` declines, `x!` cancels, `a>e` has `a` delegate to `e`, or take it back. */
export type Move = `${string}${'+' | '-' | '!'}` | `${string}>${string}`;

/** HTTP status, and the state of the request or the code of the refusal. */
export type Outcome = [number, string];

export class ApprovalModel {
  state = 'pending';
  #level = 0;
  #votes: { principal: string; by: string; level: number; isApproval: boolean }[] = [];

  constructor(
    private readonly levels: readonly ModelLevel[],
    /** Such as `a>e`; who owns the moves changes it. */
    private readonly delegations: ReadonlySet<string>,
  ) {}

  play(by: string, sign: string): Outcome {
    if (sign === '!') return this.#cancel();
    if (by === 'x') return [403, 'own_request'];
    const hasVoted = this.#votes.some((vote) => vote.by === by);
    const isEverAsked = this.levels.some(({ asked }) => this.#spokenFor(by, asked).length > 0);
    if (!isEverAsked && !hasVoted) return [403, 'not_an_approver'];
    if (this.state !== 'pending') return [409, 'already_decided'];
    const principals = this.#spokenFor(by, this.levels[this.#level]?.asked ?? '');
    if (principals.length === 0) return [409, hasVoted ? 'already_decided' : 'step_closed'];
    const open = principals.filter((principal) => !this.#hasVoteOf(principal));
    if (open.length === 0) return [409, 'already_decided'];
    for (const principal of open) {
      this.#votes.push({ principal, by, level: this.#level, isApproval: sign === '+' });
    }
    this.#count();
    return [200, this.state];
  }

  /** Those of `asked` who are `by`, or from whom a way of delegations leads to them that does not pass `x`. */
  #spokenFor(by: string, asked: string): string[] {
    return Array.from(asked).filter((principal) => this.#reach(principal, [principal]).includes(by));
  }

  #reach(from: string, seen: readonly string[]): string[] {
    let all = [...seen];
    for (const given of this.delegations) {
      const [giver = '', taker = ''] = given.split('>');
      if (giver === from && taker !== 'x' && !all.includes(taker)) all = this.#reach(taker, [...all, taker]);
    }
    return all;
  }

  #hasVoteOf(principal: string): boolean {
    return this.#votes.some((vote) => vote.principal === principal && vote.level === this.#level);
  }

  #cancel(): Outcome {
    if (this.state !== 'pending') return [409, 'already_decided'];
    this.state = 'cancelled';
    return [200, this.state];
  }

  #count(): void {
    const { needed = 0, refusals = 0 } = this.levels[this.#level] ?? {};
    const here = this.#votes.filter((vote) => vote.level === this.#level);
    const approvals = here.filter((vote) => vote.isApproval).length;
    if (approvals >= needed) {
      this.#level += 1;
      if (this.#level === this.levels.length) this.state = 'approved';
    } else if (here.length - approvals >= refusals) this.state = 'declined';
  }
}
