/** Pages through the months that were ever closed. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { PeriodRepository } from './periods.repository';
import type { Period } from './periods.types';

/** By month. A month that is not listed is open. */
export async function listPeriods(
  uow: UnitOfWork,
  request: PageRequest,
  search: { state: Period['state'] | undefined },
): Promise<Page<Period>> {
  return new PeriodRepository(uow.trx, uow.organizationId).list(request, (rows) => {
    if (search.state !== undefined) rows.where('state', search.state);
  });
}
