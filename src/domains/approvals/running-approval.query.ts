/** What other domains ask before they touch a thing that somebody may be deciding about. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ApprovalPolicyRepository } from './approval-policies.repository';
import { ApprovalRepository } from './approvals.repository';
import type { Approval, ApprovalKind, ApprovalPolicy } from './approvals.types';
import { authorityAt } from './approvers.rules';
import { decidesAlone } from './decision.rules';
import { loadApprovers } from './load-approvers.query';

/** The policy of a kind; undefined where nobody has to be asked. */
export async function findPolicy(uow: UnitOfWork, kind: ApprovalKind): Promise<ApprovalPolicy | undefined> {
  return new ApprovalPolicyRepository(uow.trx, uow.organizationId).ofKind(kind);
}

/** The pending request about a thing, locked for the rest of the transaction, so that it is not decided meanwhile. */
export async function findRunningApproval(
  uow: UnitOfWork,
  kind: ApprovalKind,
  subjectId: string,
): Promise<Approval | undefined> {
  return new ApprovalRepository(uow.trx, uow.organizationId).pendingAbout(kind, subjectId);
}

/** True when a policy of the kind stands and the actor's vote alone would not pass all of its levels. */
export async function needsApproval(uow: UnitOfWork, kind: ApprovalKind, personId: string | null): Promise<boolean> {
  const policy = await findPolicy(uow, kind);
  if (policy === undefined) return false;
  const directory = await loadApprovers(uow, [personId]);
  const asked = { kind, subjectPersonId: personId, requestedBy: null, levels: policy.levels };
  const authorities = policy.levels.map((_, index) =>
    authorityAt({ approval: asked, steps: [] }, index + 1, directory),
  );
  return !decidesAlone(policy.levels, authorities, uow.actor.userId ?? '');
}
