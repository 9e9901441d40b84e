/** Pages through the requests to erase people. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { ErasureRepository } from './erasures.repository';
import type { Erasure } from './erasures.types';

/** The first made first. */
export async function listErasures(
  uow: UnitOfWork,
  request: PageRequest,
  search: { state: Erasure['state'] | undefined },
): Promise<Page<Erasure>> {
  return new ErasureRepository(uow.trx, uow.organizationId).list(request, (rows) => {
    if (search.state !== undefined) rows.where('state', search.state);
  });
}
