/** What one vote does to a request: refused with a clear reason, or the state it leads to. Pure. */
import { authorityAt, ownersOf, type LevelAuthority } from './approvers.rules';
import type { ApprovalDecision, ApprovalFile, ApprovalLevel, ApproverDirectory, Verdict } from './approvals.types';

export type DecisionRefusal = 'own_request' | 'not_an_approver' | 'already_decided' | 'step_closed';

/** A vote that counts. `step` is what the level becomes by it, `approval` the request. */
export interface Ruling {
  level: number;
  /** Whose votes are cast, at least one. */
  principals: readonly string[];
  step: 'open' | Verdict;
  approval: 'pending' | Verdict;
}

/**
 * Judges what `actor` says now. Refusals in this order: their own request, nobody they could speak for at any level, a request
 * that has ended, a vote that is given, a level that is not open.
 */
export function judgeDecision(
  file: ApprovalFile,
  actor: { userId: string; verdict: Verdict },
  directory: ApproverDirectory,
): Ruling | DecisionRefusal {
  const { approval, steps, decisions } = file;
  if (ownersOf(approval, directory).has(actor.userId)) return 'own_request';
  const levels = steps.map(({ level }) => authorityAt(file, level, directory));
  const hasVoted = decisions.some((decision) => decision.actorUserId === actor.userId);
  if (!hasVoted && !levels.some(({ standing }) => standing.has(actor.userId))) return 'not_an_approver';
  if (approval.state !== 'pending') return 'already_decided';
  const step = steps[approval.currentLevel - 1];
  const level = approval.levels[approval.currentLevel - 1];
  const authority = levels[approval.currentLevel - 1];
  const represented = authority?.standing.get(actor.userId);
  if (step === undefined || level === undefined || authority === undefined || represented === undefined) {
    return hasVoted ? 'already_decided' : 'step_closed';
  }
  const votes = votesOf(decisions, step.id);
  const principals = represented.filter((userId) => !votes.has(userId));
  if (principals.length === 0) return 'already_decided';
  for (const userId of principals) votes.set(userId, actor.verdict);
  const alone = principals.some((userId) => authority.escalated.has(userId));
  const outcome = alone ? actor.verdict : outcomeOf(level, authority, votes);
  const isLast = approval.currentLevel === approval.levels.length;
  return {
    level: approval.currentLevel,
    principals,
    step: outcome,
    approval: outcome === 'approved' && !isLast ? 'pending' : pendingIfOpen(outcome),
  };
}

/**
 * What the votes make of a level. `any`: the first vote. `all`: one refusal, or everybody who is asked now has approved.
 * `quorum`: enough approvals, or a refusal after which there can't be enough any more. Without a vote it stays open.
 * @example quorum 2 of 3 with one refusal is open, with two refusals declined
 */
export function outcomeOf(
  { rule, quorum }: Pick<ApprovalLevel, 'rule' | 'quorum'>,
  { principals }: Pick<LevelAuthority, 'principals'>,
  votes: ReadonlyMap<string, Verdict>,
): 'open' | Verdict {
  const verdicts = [...votes.values()];
  const approvals = verdicts.filter((verdict) => verdict === 'approved').length;
  const isRefused = approvals < verdicts.length;
  const missing = [...principals].filter((userId) => !votes.has(userId)).length;
  switch (rule) {
    case 'any':
      if (isRefused) return 'declined';
      return approvals > 0 ? 'approved' : 'open';
    case 'all':
      if (isRefused) return 'declined';
      return approvals > 0 && missing === 0 ? 'approved' : 'open';
    case 'quorum':
      if (approvals >= (quorum ?? 1)) return 'approved';
      return isRefused && approvals + missing < (quorum ?? 1) ? 'declined' : 'open';
  }
}

/** True when the vote of `userId` alone is enough at every level: whoever could approve it by themself need not ask. */
export function decidesAlone(
  levels: readonly ApprovalLevel[],
  authorities: readonly LevelAuthority[],
  userId: string,
): boolean {
  return levels.every((level, index) => {
    const authority = authorities[index];
    const represented = authority?.standing.get(userId);
    if (authority === undefined || represented === undefined) return false;
    const votes = new Map(represented.map((principal) => [principal, 'approved' as const]));
    return outcomeOf(level, authority, votes) === 'approved';
  });
}

/** The votes of one step by who was asked. */
export function votesOf(decisions: readonly ApprovalDecision[], stepId: string): Map<string, Verdict> {
  return new Map(
    decisions
      .filter((decision) => decision.stepId === stepId)
      .map(({ principalUserId, verdict }) => [principalUserId, verdict]),
  );
}

function pendingIfOpen(outcome: 'open' | Verdict): 'pending' | Verdict {
  return outcome === 'open' ? 'pending' : outcome;
}
