/** Decisions about one person's benefits as a resource: each wins over the policies on its dates. */
import type { CrudResource } from '../../http/crud-resource';
import { idParams } from '../../http/schemas';
import { assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertInOrder } from '../../shared/assert-in-order';
import { patched } from '../../shared/patched';
import { assertPersonExists } from '../people/assert-person-exists.query';
import { presentPersonBenefit } from './benefits.presenter';
import { PersonBenefitRepository } from './benefits.repository';
import { changedPersonBenefit, newPersonBenefit, personBenefitAnswer, type PersonBenefitBody } from './benefits.schema';
import type { PersonBenefit } from './benefits.types';

export const personBenefitsResource: CrudResource<PersonBenefit> = {
  path: '/people/{id}/benefits',
  tag: 'Benefits',
  noun: 'person_benefit',
  words: { one: 'decision about a benefit of a person', many: 'the decisions about benefits of a person' },
  permissions: { read: 'benefit.read', write: 'benefit.write' },
  operations: ['get', 'create', 'update', 'delete'],
  params: idParams,
  recordParam: 'benefit_id',
  within: (uow, { id }, purpose) => assertPersonExists(uow, id, purpose),
  belongs: (benefit, { id }) => benefit.personId === id,
  create: newPersonBenefit,
  update: changedPersonBenefit,
  answer: personBenefitAnswer,
  repository: (uow) => new PersonBenefitRepository(uow.trx, uow.organizationId),
  toRecord: (uow, body, { before, params }) => benefitOf(uow, body, { before, personId: params['id'] ?? '' }),
  present: presentPersonBenefit,
};

async function benefitOf(
  uow: UnitOfWork,
  body: PersonBenefitBody,
  { before, personId }: { before: PersonBenefit | null; personId: string },
) {
  const benefit = {
    personId,
    benefitTypeId: body.benefit_type_id ?? before?.benefitTypeId ?? '',
    eligible: body.eligible ?? before?.eligible ?? true,
    effectiveFrom: body.effective_from ?? before?.effectiveFrom ?? '',
    effectiveTo: patched(body.effective_to, before?.effectiveTo),
    reason: body.reason === undefined ? (before?.reason ?? null) : emptyAsNull(body.reason),
  };
  const { benefitTypeId: id, effectiveFrom, effectiveTo } = benefit;
  assertInOrder({ effective_from: effectiveFrom, effective_to: effectiveTo });
  if (id !== before?.benefitTypeId) await assertReferences(uow, 'benefit_types', [{ id, pointer: '/benefit_type_id' }]);
  return benefit;
}

function emptyAsNull(text: string | null): string | null {
  return text === '' ? null : text;
}
