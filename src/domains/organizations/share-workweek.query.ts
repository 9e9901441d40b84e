/** Keeps the organisation's workweek as it is. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/**
 * Holds the organisation still until the transaction ends: for whoever adds a person, whose hours come from its workweek.
 * A change of the workweek (`updateOrganization`) waits for it, or is waited for.
 */
export async function shareWorkweek(uow: UnitOfWork): Promise<void> {
  await uow.trx('organizations').where('id', uow.organizationId).forShare().select('id');
}
