/** Which pending requests wait for somebody's vote, found by one statement: no request is read that does not wait for them. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { ApprovalRepository } from './approvals.repository';
import { approvalKinds, type Approval, type ApproverDirectory } from './approvals.types';
import { representedBy } from './approvers.rules';

/** Judges requests one by one, by the rules that decide votes. */
export type OneByOne = (approvals: readonly Approval[]) => Promise<string[]>;

/**
 * Pending requests that the caller may vote about now and has not: somebody they stand for is named by the open level's rules,
 * or by those of its escalation, and has no vote there. What somebody asked for whom the caller stands in is left out: no
 * delegation leads over the owner of a request, and that is not for SQL to say. Reads what is pending by approvals_pending_key and
 * approval_steps_open, votes by approval_decisions_vote_key, the rest by the primary keys of people and teams.
 */
const WAITING = `
  select a.id from approvals a
  join approval_steps s on s.organization_id = a.organization_id and s.approval_id = a.id and s.state = 'open'
  join jsonb_to_recordset(cast(:represented as jsonb))
    as p (kind text, user_id uuid, person_id uuid, as_user jsonb, as_role jsonb) on p.kind = a.kind
  cross join lateral (select (a.levels -> (a.current_level - 1) -> 'approvers') || case when s.escalated_at is null
    then cast('[]' as jsonb) else jsonb_build_array(a.levels -> (a.current_level - 1) -> 'escalateTo') end as rules) asked
  where a.organization_id = :organizationId and a.state = 'pending' and a.deleted_at is null
    and a.requested_by <> all (cast(:owners as uuid[]))
    and (a.kind <> 'absence' or a.subject_person_id is null
      or a.subject_person_id <> all (cast(:ownPeople as uuid[])))
    and (asked.rules @> p.as_user or asked.rules @> p.as_role
      or asked.rules @> '[{"type": "line_manager"}]' and exists (select from people m
        where m.organization_id = a.organization_id and m.id = a.subject_person_id and m.manager_id = p.person_id)
      or asked.rules @> '[{"type": "team_lead"}]' and exists (select from team_members m
        join teams t on t.organization_id = m.organization_id and t.id = m.team_id
        where m.organization_id = a.organization_id and m.person_id = a.subject_person_id and t.lead_id = p.person_id
          and m.deleted_at is null and t.deleted_at is null
          and cast(:today as date) between m.active_from and coalesce(m.active_to, 'infinity')))
    and not exists (select from approval_decisions d
      where d.organization_id = a.organization_id and d.step_id = s.id and d.principal_user_id = p.user_id)
`;

/**
 * Ids of the pending requests that wait for the caller; `judge` is asked about those of people they stand in for.
 * @param directory its members and delegations
 */
export async function waitingApprovals(
  uow: UnitOfWork,
  directory: ApproverDirectory & { today: IsoDate },
  judge: OneByOne,
): Promise<string[]> {
  const userId = uow.actor.userId ?? '';
  const represented = representedNow(userId, directory);
  const principals = [...new Set(represented.map((principal) => principal.user_id))];
  const personIds = [...new Set(represented.map((principal) => principal.person_id))].filter((id) => id !== null);
  const { rows } = await uow.trx.raw<{ rows: { id: string }[] }>(WAITING, {
    organizationId: uow.organizationId,
    today: directory.today,
    represented: JSON.stringify(represented),
    owners: [userId, ...principals],
    ownPeople: personIds,
  });
  const others = await judge(await ownedByOthers(uow, { userId, principals, directory }));
  return [...rows.map(({ id }) => id), ...others];
}

interface Represented {
  kind: string;
  user_id: string;
  person_id: string | null;
  /** The rules that name them by themselves. */
  as_user: object[];
  as_role: object[];
}

function representedNow(userId: string, directory: ApproverDirectory): Represented[] {
  const members = new Map(directory.members.map((member) => [member.userId, member]));
  return approvalKinds.flatMap((kind) =>
    [...representedBy(userId, kind, directory)].flatMap((principal) => {
      const member = members.get(principal);
      if (member === undefined) return [];
      const { role, personId } = member;
      const named = { as_user: [{ type: 'user', userId: principal }], as_role: [{ type: 'role', role }] };
      return [{ kind, user_id: principal, person_id: personId, ...named }];
    }),
  );
}

/** Pending requests of people whom the caller stands in for; their own are never theirs to decide. */
async function ownedByOthers(
  uow: UnitOfWork,
  { userId, principals, directory }: { userId: string; principals: readonly string[]; directory: ApproverDirectory },
): Promise<Approval[]> {
  const userIds = principals.filter((principal) => principal !== userId);
  if (userIds.length === 0) return [];
  const personIds = directory.members
    .filter((member) => userIds.includes(member.userId))
    .flatMap(({ personId }) => (personId === null ? [] : [personId]));
  return new ApprovalRepository(uow.trx, uow.organizationId).pendingOwnedBy({ userIds, personIds });
}
