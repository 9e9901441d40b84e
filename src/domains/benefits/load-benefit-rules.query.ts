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

/** The first made type that `isMeant`, with its policies; null when there is none. */
export async function loadBenefitRules(
  uow: UnitOfWork,
  isMeant: (type: BenefitType) => boolean,
  personIds: readonly string[],
): Promise<LoadedBenefit | null> {
  const types = await new BenefitTypeRepository(uow.trx, uow.organizationId).listAll();
  const type = types.find(isMeant);
  if (type === undefined) return null;
  return {
    type,
    policies: await new BenefitPolicyRepository(uow.trx, uow.organizationId).ofType(type.id),
    decisions: await new PersonBenefitRepository(uow.trx, uow.organizationId).ofPeople(personIds, type.id),
  };
}
