/** Everything that decides who has one benefit by which rules. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { BenefitPolicyRepository, BenefitTypeRepository, PersonBenefitRepository } from './benefits.repository';
import type { BenefitPolicy, BenefitType, PersonBenefit } from './benefits.types';

export interface LoadedBenefit {
  type: BenefitType;
  /** Active or not, the first made first. */
  policies: BenefitPolicy[];
  /** Decisions about the people asked for, in the order they were made. */
  decisions: PersonBenefit[];
}

/**
 * The type that `isMeant`, with its policies; null when there is none. Of several (which can't be made any more) the first one with an
 * active policy, else with any, else the first made.
 */
export async function loadBenefitRules(
  uow: UnitOfWork,
  isMeant: (type: BenefitType) => boolean,
  personIds: readonly string[],
): Promise<LoadedBenefit | null> {
  const types = await new BenefitTypeRepository(uow.trx, uow.organizationId).listAll();
  const meant = types.filter(isMeant);
  const policies = await new BenefitPolicyRepository(uow.trx, uow.organizationId).ofType(null);
  const having = (which: (policy: BenefitPolicy) => boolean) =>
    meant.find(({ id }) => policies.some((policy) => policy.benefitTypeId === id && which(policy)));
  const type = having(({ active }) => active) ?? having(() => true) ?? meant[0];
  if (type === undefined) return null;
  return {
    type,
    policies: policies.filter(({ benefitTypeId }) => benefitTypeId === type.id),
    decisions: await new PersonBenefitRepository(uow.trx, uow.organizationId).ofPeople(personIds, type.id),
  };
}
