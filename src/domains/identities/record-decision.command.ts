/** Changes an account by a decision: the account, the log of decisions, the audit log and the event, always together. */
import type { RecordPatch } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { auditedAccount } from './account-audit.rules';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { DecisionAction, ExternalAccount, StoredSuggestion } from './external-accounts.types';
import { IdentityDecisionRepository, type NewDecision } from './identity-decisions.repository';

/** A decision that no model had a part in. */
export const NO_MODEL = 'none';

export interface DecisionFacts {
  action: DecisionAction;
  personId: string | null;
  reason: string | null;
  /** What the engine thought of the pair, if it did. */
  suggestion?: Pick<StoredSuggestion, 'score' | 'total_bits' | 'model_version' | 'features'> | undefined;
  runId?: string | null;
}

/** The account after it. @throws DomainError stale_version */
export async function recordDecision(
  uow: UnitOfWork,
  before: ExternalAccount,
  { patch, event, ...facts }: DecisionFacts & { patch: RecordPatch<ExternalAccount>; event: string },
): Promise<ExternalAccount> {
  const place = [uow.trx, uow.organizationId] as const;
  const after = await new ExternalAccountRepository(...place).update(before, patch, []);
  await logDecision(uow, before.id, facts);
  const entity = { entityType: 'external_account', entityId: after.id };
  uow.audit({ event, ...entity, before: auditedAccount(before), after: auditedAccount(after) });
  uow.emit({ type: event, ...entity, version: after.version });
  return after;
}

/** Adds to the log of decisions alone. */
export async function logDecision(uow: UnitOfWork, accountId: string, facts: DecisionFacts): Promise<void> {
  await new IdentityDecisionRepository(uow.trx, uow.organizationId).insertMany([decisionOf(uow, accountId, facts)]);
}

/** An entry of the log about this account, by whoever acts in the unit of work. */
export function decisionOf(uow: UnitOfWork, externalAccountId: string, facts: DecisionFacts): NewDecision {
  const { action, personId, reason, suggestion, runId = null } = facts;
  return {
    externalAccountId,
    personId,
    action,
    decidedBy: uow.actor.userId,
    reason,
    score: suggestion?.score ?? null,
    totalBits: suggestion?.total_bits ?? null,
    features: suggestion?.features ?? {},
    modelVersion: suggestion?.model_version ?? NO_MODEL,
    runId,
  };
}
