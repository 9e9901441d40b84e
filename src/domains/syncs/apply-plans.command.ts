/** Writes what was planned for records: all of one kind as one change of the plan, or, where that is refused, in ever smaller parts. */
import { toDomainError } from '../../platform/database-errors';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError, type DomainErrorCode } from '../../shared/domain-error';
import { changePlan } from '../capacity/change-plan.command';
import type { AppliedEntity, RecordPlan, WritePlan } from './apply.types';
import { mergeScopes } from './merge-scopes.rules';
import type { AppliedRecord, ProviderRecordRepository } from './provider-records.repository';
import type { SyncOutcome } from './sync-outcome.rules';

export interface ApplyTarget {
  mirror: ProviderRecordRepository;
  outcome: SyncOutcome;
}

/** Refusals that say nothing of the record: the whole transaction is tried again. */
const PASSING: readonly DomainErrorCode[] = ['dependency_unavailable', 'stale_version'];

/** Every plan ends in the mirror and in the outcome; one that is refused leaves no trace and stops no other. */
export async function applyPlans(uow: UnitOfWork, target: ApplyTarget, plans: readonly RecordPlan[]): Promise<void> {
  const settled: AppliedRecord[] = [];
  for (const plan of plans) {
    if (plan.outcome === 'failed') target.outcome.failed(plan.record, plan.code, null);
    if (plan.outcome !== 'settled') continue;
    if (plan.differs !== null) target.outcome.differs(plan.record, plan.differs, plan.entity?.id ?? null);
    settled.push({ record: plan.record, entity: plan.entity });
  }
  await target.mirror.markApplied(settled);
  await writeAll(
    uow,
    target,
    plans.filter((plan) => plan.outcome === 'write'),
  );
}

/** Halves what is refused until the record that is refused stands alone. */
async function writeAll(uow: UnitOfWork, target: ApplyTarget, plans: readonly WritePlan[]): Promise<void> {
  const [only] = plans;
  if (only === undefined) return;
  try {
    const entities = await uow.attempt(() => writeTogether(uow, plans));
    await keep(target, plans, entities);
  } catch (error) {
    const code = refusalOf(error);
    if (plans.length === 1) {
      target.outcome.failed(only.record, code, only.change);
      return;
    }
    const middle = Math.ceil(plans.length / 2);
    await writeAll(uow, target, plans.slice(0, middle));
    await writeAll(uow, target, plans.slice(middle));
  }
}

async function writeTogether(uow: UnitOfWork, plans: readonly WritePlan[]): Promise<(AppliedEntity | null)[]> {
  const scope = mergeScopes(plans.map((plan) => plan.scope).filter((one) => one !== null));
  const options = { onConflict: 'report', conflictReason: null } as const;
  const { result } = await changePlan(uow, { scope, options }, async () => {
    const entities: (AppliedEntity | null)[] = [];
    for (const plan of plans) entities.push(await plan.apply());
    return entities;
  });
  return result;
}

async function keep(
  { mirror, outcome }: ApplyTarget,
  plans: readonly WritePlan[],
  entities: readonly (AppliedEntity | null)[],
): Promise<void> {
  await mirror.markApplied(plans.map(({ record }, index) => ({ record, entity: entities[index] ?? null })));
  for (const [index, plan] of plans.entries()) {
    const entity = entities[index] ?? null;
    outcome.applied(plan.record, plan.change, entity?.id ?? null);
    if (plan.differs !== null) outcome.differs(plan.record, plan.differs, entity?.id ?? null);
  }
}

/** @throws what is no refusal of a record */
function refusalOf(error: unknown): DomainErrorCode {
  const refusal = toDomainError(error);
  if (refusal instanceof DomainError && !PASSING.includes(refusal.code)) return refusal.code;
  throw error;
}
