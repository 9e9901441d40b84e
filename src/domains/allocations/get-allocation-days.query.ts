/** One allocation's days by its id. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { AllocationRepository } from './allocations.repository';
import { listAllocationDays } from './list-allocation-days.query';

/** Dates with at least one minute of it, ascending. @throws DomainError not_found */
export async function getAllocationDays(uow: UnitOfWork, id: string): Promise<{ date: IsoDate; minutes: number }[]> {
  return listAllocationDays(uow, await new AllocationRepository(uow.trx, uow.organizationId).get(id));
}
