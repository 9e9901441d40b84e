/** One vote, and what follows from it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ApprovalNoticeRepository } from './approval-notices.repository';
import { ApprovalStepRepository } from './approval-steps.repository';
import { ApprovalRepository } from './approvals.repository';
import type { Approval, ApprovalFile, ApprovalStep, Verdict } from './approvals.types';
import { applyEffect } from './apply-effect.command';
import { askApprovers } from './ask-approvers.command';
import { judgeDecision, type DecisionRefusal, type Ruling } from './decision.rules';
import { loadApprovers } from './load-approvers.query';

export interface DecisionRequest {
  id: string;
  verdict: Verdict;
  comment: string | null;
}

/**
 * Votes for everybody at the open level for whom the actor may and who has not voted. Whoever votes at the same time waits for
 * the row and is then judged by what has happened. The last vote needed does what was asked, in this transaction: once.
 * @throws DomainError not_found, own_request, not_an_approver, already_decided, step_closed, stale_version, and what the effect throws
 */
export async function decideApproval(uow: UnitOfWork, request: DecisionRequest): Promise<Approval> {
  const approvals = new ApprovalRepository(uow.trx, uow.organizationId);
  const steps = new ApprovalStepRepository(uow.trx, uow.organizationId);
  const approval = await approvals.getForUpdate(request.id);
  const file = {
    approval,
    steps: await steps.ofApprovals([approval.id]),
    decisions: await steps.decisionsOf([approval.id]),
  };
  const directory = await loadApprovers(uow, [approval.subjectPersonId]);
  const userId = uow.actor.userId ?? '';
  const ruling = judgeDecision(file, { userId, verdict: request.verdict }, directory);
  if (typeof ruling === 'string') throw refusalOf(ruling, file);
  uow.checkMatch(approval.version);
  const after = await recordVote(uow, file, { ruling, request });
  if (after.approval.state !== 'pending') {
    await applyEffect(uow, approval, request.verdict);
    await tellRequester(uow, after.approval);
  } else if (after.approval.currentLevel !== approval.currentLevel) {
    await askApprovers(uow, after, directory);
  }
  return after.approval;
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

function refusalOf(refusal: DecisionRefusal, { approval }: ApprovalFile): DomainError {
  const { state, currentLevel } = approval;
  switch (refusal) {
    case 'own_request':
      return new DomainError(refusal, 'Nobody decides about their own request.');
    case 'not_an_approver':
      return new DomainError(refusal, 'You are not asked about this request, nor do you stand in for somebody who is.');
    case 'already_decided':
      return new DomainError(
        refusal,
        state === 'pending' ? 'Your decision on this is given already.' : `The request is ${state} already.`,
        { state },
      );
    case 'step_closed':
      return new DomainError(refusal, `Only level ${String(currentLevel)} is open, and you are asked at another one.`, {
        current_level: currentLevel,
      });
  }
}
