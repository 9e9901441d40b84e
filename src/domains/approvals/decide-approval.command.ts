/** One vote, and what follows from it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { Impact } from '../capacity/impact.types';
import { ApprovalNoticeRepository } from './approval-notices.repository';
import { ApprovalStepRepository } from './approval-steps.repository';
import { ApprovalRepository } from './approvals.repository';
import type { Approval, ApprovalFile, ApprovalStep, Verdict } from './approvals.types';
import { applyEffect } from './apply-effect.command';
import { askApprovers } from './ask-approvers.command';
import { refusalOf } from './decision-refusals.rules';
import { judgeDecision, type Ruling } from './decision.rules';
import { openFile } from './open-file.query';

export interface DecisionRequest {
  id: string;
  verdict: Verdict;
  comment: string | null;
}

/** The request as it is then, and what the vote did to the plan; null when it was not the last one or moved nothing. */
export interface Decided {
  approval: Approval;
  impact: Impact | null;
}

/**
 * Votes for everybody at the open level for whom the actor may and who has not voted. Whoever votes at the same time waits for
 * the row and is then judged by what has happened. The last vote needed does what was asked, in this transaction: once.
 * @throws DomainError not_found, own_request, not_an_approver, already_decided, step_closed, stale_version, and what the effect throws
 */
export async function decideApproval(uow: UnitOfWork, request: DecisionRequest): Promise<Decided> {
  const approval = await new ApprovalRepository(uow.trx, uow.organizationId).getForUpdate(request.id);
  const { file, directory } = await openFile(uow, approval);
  const userId = uow.actor.userId ?? '';
  const ruling = judgeDecision(file, { userId, verdict: request.verdict }, directory);
  if (typeof ruling === 'string') throw refusalOf(ruling, approval);
  uow.checkMatch(approval.version);
  const after = await recordVote(uow, file, { ruling, request });
  if (after.approval.state !== 'pending') {
    const impact = await applyEffect(uow, approval, request.verdict);
    await tellRequester(uow, after.approval);
    return { approval: after.approval, impact };
  }
  if (after.approval.currentLevel !== approval.currentLevel) await askApprovers(uow, after, directory);
  return { approval: after.approval, impact: null };
}

async function recordVote(
  uow: UnitOfWork,
  file: ApprovalFile,
  { ruling, request }: { ruling: Ruling; request: DecisionRequest },
): Promise<Pick<ApprovalFile, 'approval' | 'steps'>> {
  const repository = new ApprovalStepRepository(uow.trx, uow.organizationId);
  const { approval } = file;
  const step = file.steps[ruling.level - 1];
  if (step === undefined) throw new Error('the ruling names a level that does not exist');
  const vote = { approvalId: approval.id, stepId: step.id, verdict: request.verdict, comment: request.comment };
  const votes = await repository.vote(
    ruling.principals.map((principalUserId) => ({
      ...vote,
      principalUserId,
      actorUserId: uow.actor.userId ?? '',
      decidedAt: uow.now,
    })),
  );
  const steps = await moveSteps(uow, file.steps, ruling);
  const after = await new ApprovalRepository(uow.trx, uow.organizationId).update(
    approval,
    {
      state: ruling.approval,
      decidedAt: ruling.approval === 'pending' ? null : uow.now,
      currentLevel: steps.find(({ state }) => state === 'open')?.level ?? ruling.level,
    },
    [],
  );
  const facts = { entityType: 'approval', entityId: approval.id };
  uow.audit({ event: `approval.${request.verdict}`, ...facts, before: approval, after: { ...after, votes } });
  uow.emit({ type: 'approval.decided', ...facts, version: after.version });
  return { approval: after, steps };
}

/** Closes the level where the vote decided it, and opens the next one or, after a refusal, none. */
async function moveSteps(uow: UnitOfWork, steps: readonly ApprovalStep[], ruling: Ruling): Promise<ApprovalStep[]> {
  if (ruling.step === 'open') return [...steps];
  const repository = new ApprovalStepRepository(uow.trx, uow.organizationId);
  const moved: ApprovalStep[] = [];
  for (const step of steps) {
    if (step.level === ruling.level) {
      moved.push(await repository.update(step, { state: ruling.step, closedAt: uow.now }, []));
    } else if (step.level === ruling.level + 1 && ruling.step === 'approved') {
      moved.push(await repository.update(step, { state: 'open', openedAt: uow.now }, []));
    } else if (step.level > ruling.level && ruling.step === 'declined') {
      moved.push(await repository.update(step, { state: 'cancelled' }, []));
    } else moved.push(step);
  }
  return moved;
}

async function tellRequester(uow: UnitOfWork, { id, currentLevel, requestedBy }: Approval): Promise<void> {
  const outcome = { approvalId: id, level: currentLevel, kind: 'outcome', sequence: 0 } as const;
  await new ApprovalNoticeRepository(uow.trx, uow.organizationId).note(
    [{ ...outcome, recipientUserId: requestedBy }],
    uow.now,
  );
}
