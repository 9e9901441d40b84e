/** What waits to be recomputed, and how a run is doing. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { CapacityRepository } from './capacity.repository';
import { CapacityRunRepository } from './capacity-runs.repository';
import type { CapacityRun } from './capacity-runs.types';

/** Dirty ranges of the whole organisation, and the run that began last, asked for or not; undefined before the first. */
export interface CapacityStatus {
  waiting: { ranges: number; people: number; oldestAgeSeconds: number };
  lastRun: CapacityRun | undefined;
}

/** The state of the organisation's ledger at this moment. */
export async function readStatus(uow: UnitOfWork): Promise<CapacityStatus> {
  const waiting = await new CapacityRepository(uow.trx, uow.organizationId).dirtySummary();
  return { waiting, lastRun: await new CapacityRunRepository(uow.trx, uow.organizationId).latest() };
}

/** @throws DomainError not_found */
export async function getRun(uow: UnitOfWork, id: string): Promise<CapacityRun> {
  const run = await new CapacityRunRepository(uow.trx, uow.organizationId).find(id);
  if (run === undefined) throw new DomainError('not_found', 'There is no such run.');
  return run;
}
