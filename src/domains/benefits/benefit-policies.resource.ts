/** Benefit policies as a resource. Of several in force on a date the one with the later start decides, a bounded one first. */
import type { CrudResource } from '../../http/crud-resource';
import { assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertInOrder } from '../../shared/assert-in-order';
import { patched } from '../../shared/patched';
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
    effectiveFrom: patched(body.effective_from, before?.effectiveFrom),
    effectiveTo: patched(body.effective_to, before?.effectiveTo),
  };
  const { benefitTypeId: id, effectiveFrom, effectiveTo } = policy;
  assertInOrder({ effective_from: effectiveFrom, effective_to: effectiveTo });
  if (id !== before?.benefitTypeId) await assertReferences(uow, 'benefit_types', [{ id, pointer: '/benefit_type_id' }]);
  return policy;
}
