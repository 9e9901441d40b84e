/** Benefit types as a resource. */
import type { CrudResource } from '../../http/crud-resource';
import { assertMeantOnce } from './assert-meant-once.query';
import { presentBenefitType } from './benefits.presenter';
import { BenefitTypeRepository } from './benefits.repository';
import { benefitTypeAnswer, changedBenefitType, newBenefitType, type BenefitTypeBody } from './benefits.schema';
import type { BenefitType } from './benefits.types';

export const benefitTypesResource: CrudResource<BenefitType> = {
  path: '/benefits/types',
  tag: 'Benefits',
  noun: 'benefit_type',
  permissions: { read: 'benefit.read', write: 'benefit.write' },
  operations: ['list', 'get', 'create', 'update'],
  create: newBenefitType,
  update: changedBenefitType,
  answer: benefitTypeAnswer,
  repository: (uow) => new BenefitTypeRepository(uow.trx, uow.organizationId),
  toRecord: (_uow, body, { before }) => {
    const { key, name } = body as BenefitTypeBody;
    return Promise.resolve({ key: key ?? before?.key ?? '', name: name ?? before?.name ?? '' });
  },
  mayHappen: assertMeantOnce,
  present: presentBenefitType,
};
