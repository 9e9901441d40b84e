/** Loads the benefits of the demo and closes last month's vouchers. */
import {
  BenefitPolicyRepository,
  BenefitTypeRepository,
  PersonBenefitRepository,
} from '../domains/benefits/benefits.repository';
import { closeVoucherMonth } from '../domains/vouchers/close-voucher-month.command';
import type { UnitOfWork } from '../platform/unit-of-work';
import { PersonIdentifierRepository } from '../domains/people/person-identifiers.repository';
import { demoBenefits } from './demo-benefits.rules';
import { demoDates } from './demo-dates.rules';

/** After the people and their leave are there. The decision that comes last is a correction of this month. */
export async function loadDemoBenefits(uow: UnitOfWork): Promise<void> {
  const place = [uow.trx, uow.organizationId] as const;
  const benefits = demoBenefits(demoDates(uow.now));
  await new PersonIdentifierRepository(...place).insertMany(benefits.matricules);
  const decisions = new PersonBenefitRepository(...place);
  await new BenefitTypeRepository(...place).insertMany(benefits.types);
  await new BenefitPolicyRepository(...place).insertMany(benefits.policies);
  await decisions.insertMany(benefits.decisions);
  await closeVoucherMonth(uow, benefits.closedMonth);
  await decisions.insert(benefits.lateDecision);
}
