/** Who may decide: approvers found by rule, and who stands in for them. Pure: the directory is given. */
import type {
  Approval,
  ApprovalKind,
  ApprovalStep,
  ApproverDirectory,
  ApproverRule,
  Standing,
} from './approvals.types';

/** What decides who is asked about a request. */
export type Asked = Pick<Approval, 'kind' | 'subjectPersonId'> & { requestedBy: string | null };

/**
 * Users for whom the request is their own: who asked, and for an absence whose it is. They decide nothing about it, neither for
 * themselves nor for others, and nobody decides through them.
 */
export function ownersOf(asked: Asked, directory: ApproverDirectory): Set<string> {
  const owners = new Set(asked.requestedBy === null ? [] : [asked.requestedBy]);
  if (asked.kind === 'absence' && asked.subjectPersonId !== null) {
    for (const userId of usersOf([asked.subjectPersonId], directory)) owners.add(userId);
  }
  return owners;
}

/** The users that the rules name now, without the request's owners. May be empty: then the level waits. */
export function principalsOf(rules: readonly ApproverRule[], asked: Asked, directory: ApproverDirectory): Set<string> {
  const owners = ownersOf(asked, directory);
  const named = rules.flatMap((rule) => usersNamed(rule, asked, directory));
  return new Set(named.filter((userId) => !owners.has(userId)));
}

/**
 * Who may vote for these principals: each themself, and everybody to whom they delegated, directly or over others. Circles of
 * delegations end where they began.
 * @example A delegated to B and B to C: C stands for A and B, B for A and themself
 */
export function standingOf(principals: ReadonlySet<string>, asked: Asked, directory: ApproverDirectory): Standing {
  const owners = ownersOf(asked, directory);
  const active = new Set(directory.members.map((member) => member.userId));
  const given = directory.delegations.filter(
    ({ kinds, toUserId }) =>
      (kinds === null || kinds.includes(asked.kind)) && active.has(toUserId) && !owners.has(toUserId),
  );
  const standing = new Map<string, string[]>([...principals].map((userId) => [userId, [userId]]));
  for (const principal of principals) {
    for (const delegate of reached(principal, given)) {
      if (delegate === principal) continue;
      standing.set(delegate, [...(standing.get(delegate) ?? []), principal]);
    }
  }
  return standing;
}

/**
 * Everybody for whom `userId` could vote about a request of this kind: themself, and who delegated to them, directly or over
 * others. Its owners are not looked at: where one of them is among these, `standingOf` decides.
 */
export function representedBy(userId: string, kind: ApprovalKind, directory: ApproverDirectory): Set<string> {
  const active = new Set(directory.members.map((member) => member.userId));
  const back = directory.delegations
    .filter(({ kinds, toUserId }) => (kinds === null || kinds.includes(kind)) && active.has(toUserId))
    .map(({ fromUserId, toUserId }) => ({ fromUserId: toUserId, toUserId: fromUserId, kinds: null }));
  return new Set([userId, ...reached(userId, back)].filter((represented) => active.has(represented)));
}

/** Everything about one level, as it is now. */
export interface LevelAuthority {
  principals: ReadonlySet<string>;
  /** Who was added by the escalation and may decide alone; empty before it. */
  escalated: ReadonlySet<string>;
  /** Over both. */
  standing: Standing;
}

/** A request, or one that might be made, with how far its levels are. */
export interface AskedFile {
  approval: Asked & Pick<Approval, 'levels'>;
  steps: readonly Pick<ApprovalStep, 'escalatedAt'>[];
}

/** Who may decide at `level` (from 1) of a request now. */
export function authorityAt(
  { approval, steps }: AskedFile,
  level: number,
  directory: ApproverDirectory,
): LevelAuthority {
  const rules = approval.levels[level - 1];
  const isEscalated = (steps[level - 1]?.escalatedAt ?? null) !== null;
  const principals = principalsOf(rules?.approvers ?? [], approval, directory);
  const escalateTo = isEscalated && rules?.escalateTo ? [rules.escalateTo] : [];
  const escalated = principalsOf(escalateTo, approval, directory);
  return { principals, escalated, standing: standingOf(new Set([...principals, ...escalated]), approval, directory) };
}

function usersNamed(rule: ApproverRule, asked: Asked, directory: ApproverDirectory): string[] {
  const { members, managerOf, leadsOf } = directory;
  const personId = asked.subjectPersonId ?? '';
  switch (rule.type) {
    case 'user':
      return members.filter((member) => member.userId === rule.userId).map((member) => member.userId);
    case 'role':
      return members.filter((member) => member.role === rule.role).map((member) => member.userId);
    case 'line_manager':
      return usersOf([managerOf.get(personId)], directory);
    case 'team_lead':
      return usersOf(leadsOf.get(personId) ?? [], directory);
  }
}

function usersOf(personIds: readonly (string | undefined)[], { members }: ApproverDirectory): string[] {
  return members
    .filter(({ personId }) => personId !== null && personIds.includes(personId))
    .map(({ userId }) => userId);
}

function reached(from: string, delegations: ApproverDirectory['delegations']): Set<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let userId = open.pop(); userId !== undefined; userId = open.pop()) {
    for (const { fromUserId, toUserId } of delegations) {
      if (fromUserId !== userId || seen.has(toUserId)) continue;
      seen.add(toUserId);
      open.push(toUserId);
    }
  }
  return seen;
}
