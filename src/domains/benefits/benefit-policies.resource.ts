/** Benefit policies as a resource. Of several in force on a date the one with the later start decides, a bounded one first. */
import type { CrudResource } from '../../http/crud-resource';
import { assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { invalidField } from '../../shared/domain-error';
import { presentBenefitPolicy } from './benefits.presenter';
import { BenefitPolicyRepository } from './benefits.repository';
import { benefitPolicyAnswer, changedBenefitPolicy, newBenefitPolicy, type BenefitPolicyBody } from './benefits.schema';
import type { BenefitPolicy } from './benefits.types';

export const benefitPoliciesResource: CrudResource<BenefitPolicy> = {
  path: '/benefits/policies',
  tag: 'Benefits',
  noun: 'benefit_policy',
  permissions: { read: 'benefit.read', write: 'benefit.write' },
  operations: ['list', 'get', 'create', 'update'],
  create: newBenefitPolicy,
  update: changedBenefitPolicy,
  answer: benefitPolicyAnswer,
  repository: (uow) => new BenefitPolicyRepository(uow.trx, uow.organizationId),
  toRecord: (uow, body, { before }) => policyOf(uow, body, before),
  present: presentBenefitPolicy,
};

async function policyOf(uow: UnitOfWork, body: BenefitPolicyBody, before: BenefitPolicy | null) {
  const policy = {
    benefitTypeId: body.benefit_type_id ?? before?.benefitTypeId ?? '',
    rules: body.rules ?? before?.rules ?? {},
    active: body.active ?? before?.active ?? true,
    effectiveFrom: body.effective_from === undefined ? (before?.effectiveFrom ?? null) : body.effective_from,
    effectiveTo: body.effective_to === undefined ? (before?.effectiveTo ?? null) : body.effective_to,
  };
  const { benefitTypeId: id, effectiveFrom, effectiveTo } = policy;
  if (effectiveFrom !== null && effectiveTo !== null && effectiveTo < effectiveFrom) {
    throw invalidField('/effective_to', 'range_reversed', 'effective_to is before effective_from');
  }
  if (id !== before?.benefitTypeId) await assertReferences(uow, 'benefit_types', [{ id, pointer: '/benefit_type_id' }]);
  return policy;
}
