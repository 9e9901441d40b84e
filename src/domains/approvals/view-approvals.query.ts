/** Requests as they are looked at: with their steps, votes, and who may decide now. */
import { isAtLeast } from '../../access/role-grants';
import type { Page, PageRequest, Query } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ApprovalStepRepository } from './approval-steps.repository';
import { ApprovalRepository } from './approvals.repository';
import type { Approval, ApprovalFile, ApprovalKind, ApprovalState, Standing } from './approvals.types';
import { authorityAt } from './approvers.rules';
import { votesOf } from './decision.rules';
import { aboutPeople, loadMembers, type LoadedDirectory } from './load-approvers.query';
import { waitingApprovals } from './waiting-approvals.query';

/** One request with everything its answer shows. */
export interface ApprovalView extends ApprovalFile {
  /** Who may vote at the open level and has not, each with those they stand for; empty when it is over. */
  awaited: Standing;
  timezone: string;
}

export interface ApprovalSearch {
  state: ApprovalState | undefined;
  kind: ApprovalKind | undefined;
  /** Only what waits for the caller's vote, or had it. */
  mine: boolean;
}

/** Ids of what somebody had a part in: they asked, it is about them, they voted or were told. Each part has an index of its own. */
const CONCERNING = `select id as approval_id from approvals
    where organization_id = :organizationId and requested_by = :userId
  union all select id from approvals where organization_id = :organizationId and subject_person_id = :personId
  union all select approval_id from approval_decisions
    where organization_id = :organizationId and actor_user_id = :userId
  union all select approval_id from approval_notices
    where organization_id = :organizationId and recipient_user_id = :userId`;
/** The ids given. */
const WAITING = 'select unnest(cast(:waiting as uuid[]))';
/** Ids of what has ended and had the caller's vote; approval_decisions_of_actor. */
const VOTED = `select d.approval_id from approval_decisions d
  join approvals e on e.organization_id = d.organization_id and e.id = d.approval_id
  where d.organization_id = :organizationId and d.actor_user_id = :userId and e.state <> 'pending'`;

/**
 * One page. Admins see all requests, others those that concern them or wait for them by delegation. With `mine`: pending ones
 * that wait for the caller, others in which the caller voted.
 */
export async function listApprovals(
  uow: UnitOfWork,
  page: PageRequest,
  search: ApprovalSearch,
): Promise<Page<ApprovalView>> {
  const isAdmin = isAtLeast(uow.actor.role, 'admin');
  const members = await loadMembers(uow);
  const waiting = search.mine || !isAdmin ? await waitingFor(uow, members) : null;
  const found = await new ApprovalRepository(uow.trx, uow.organizationId).list(page, (rows) => {
    if (search.state !== undefined) rows.where('state', search.state);
    if (search.kind !== undefined) rows.where('kind', search.kind);
    if (waiting !== null) narrowTo(uow, rows, { waiting, mine: search.mine });
  });
  return { ...found, items: await viewAll(uow, members, found.items) };
}

/** @throws DomainError not_found, forbidden to whom the request is nothing */
export async function getApproval(uow: UnitOfWork, id: string): Promise<ApprovalView> {
  const view = await getView(uow, id);
  const userId = uow.actor.userId ?? '';
  if (isAtLeast(uow.actor.role, 'admin') || view.awaited.has(userId) || (await concerns(uow, id))) return view;
  throw new DomainError('forbidden', 'You have no part in this request.');
}

/** For the system itself: whatever it is to whom. @throws DomainError not_found */
export async function getView(uow: UnitOfWork, id: string): Promise<ApprovalView> {
  return viewApproval(uow, await new ApprovalRepository(uow.trx, uow.organizationId).get(id));
}

/** A request that was just written. */
export async function viewApproval(uow: UnitOfWork, approval: Approval): Promise<ApprovalView> {
  const [view] = await viewAll(uow, await loadMembers(uow), [approval]);
  if (view === undefined) throw new Error('one request has one view');
  return view;
}

async function viewAll(
  uow: UnitOfWork,
  members: LoadedDirectory,
  approvals: readonly Approval[],
): Promise<ApprovalView[]> {
  if (approvals.length === 0) return [];
  const personIds = approvals.map((approval) => approval.subjectPersonId);
  const directory = await aboutPeople(uow, members, personIds);
  const files = await filesOf(uow, approvals);
  return files.map((file) => ({ ...file, awaited: awaitedIn(file, directory), timezone: directory.timezone }));
}

/** What waits for the caller, and beside it what had their vote (`mine`) or concerns them. */
function narrowTo(uow: UnitOfWork, rows: Query, { waiting, mine }: { waiting: string[]; mine: boolean }): void {
  const { userId, personId } = uow.actor;
  const bindings = { waiting, organizationId: uow.organizationId, userId, personId };
  void rows.whereRaw(`approvals.id in (${WAITING} union all ${mine ? VOTED : CONCERNING})`, bindings);
}

/** Ids of the pending requests that the caller may vote about now and has not. */
async function waitingFor(uow: UnitOfWork, members: LoadedDirectory): Promise<string[]> {
  return waitingApprovals(uow, members, async (approvals) => {
    const views = await viewAll(uow, members, approvals);
    return views.filter(({ awaited }) => awaited.has(uow.actor.userId ?? '')).map(({ approval }) => approval.id);
  });
}

async function filesOf(uow: UnitOfWork, approvals: readonly Approval[]): Promise<ApprovalFile[]> {
  const repository = new ApprovalStepRepository(uow.trx, uow.organizationId);
  const ids = approvals.map(({ id }) => id);
  const stepsOf = byApproval(await repository.ofApprovals(ids));
  const decisionsOf = byApproval(await repository.decisionsOf(ids));
  return approvals.map((approval) => ({
    approval,
    steps: stepsOf.get(approval.id) ?? [],
    decisions: decisionsOf.get(approval.id) ?? [],
  }));
}

/** Grouped once, for a page of requests. */
function byApproval<R extends { approvalId: string }>(rows: readonly R[]): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const group = groups.get(row.approvalId);
    if (group === undefined) groups.set(row.approvalId, [row]);
    else group.push(row);
  }
  return groups;
}

/** Who may vote at the open level and has somebody left to vote for. */
export function awaitedIn(file: ApprovalFile, directory: LoadedDirectory): Standing {
  const { approval, steps, decisions } = file;
  const step = steps[approval.currentLevel - 1];
  if (approval.state !== 'pending' || step === undefined) return new Map();
  const votes = votesOf(decisions, step.id);
  const { standing } = authorityAt(file, approval.currentLevel, directory);
  const awaited = [...standing].map(
    ([userId, principals]) => [userId, principals.filter((principal) => !votes.has(principal))] as const,
  );
  return new Map(awaited.filter(([, principals]) => principals.length > 0));
}

async function concerns(uow: UnitOfWork, id: string): Promise<boolean> {
  const bindings = { id, organizationId: uow.organizationId, userId: uow.actor.userId, personId: uow.actor.personId };
  const { rows } = await uow.trx.raw<{ rows: object[] }>(
    `select from (${CONCERNING}) concerning where approval_id = :id limit 1`,
    bindings,
  );
  return rows.length > 0;
}
