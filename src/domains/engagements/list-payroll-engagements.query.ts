/** Who is on the payroll when. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { EngagementRepository } from './engagements.repository';
import type { Engagement } from './engagements.types';

/** The live engagements of these people that are of the type employee and eligible for payroll, by start. */
export async function listPayrollEngagements(uow: UnitOfWork, personIds: readonly string[]): Promise<Engagement[]> {
  return new EngagementRepository(uow.trx, uow.organizationId).onPayroll(personIds);
}
