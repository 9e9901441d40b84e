/** Checks the ids that a body refers to, before anything is written. */
import { DomainError } from '../shared/domain-error';
import type { UnitOfWork } from './unit-of-work';

/** An id in a body and where it stands there. */
export interface Reference {
  id: string | null | undefined;
  pointer: string;
}

/**
 * One statement for all ids of one table, whether they are known, unknown or of another organisation. What is found stays
 * as it is until the transaction ends, so that a project is not deleted while it is booked.
 * @throws DomainError reference_not_found with one entry per id that is not a live record of this organisation
 */
export async function assertReferences(
  uow: UnitOfWork,
  table: 'people' | 'projects' | 'epics' | 'tasks' | 'teams' | 'calendars' | 'work_patterns' | 'benefit_types',
  references: readonly Reference[],
): Promise<void> {
  const given = references.filter(
    (reference): reference is Reference & { id: string } => typeof reference.id === 'string',
  );
  if (given.length === 0) return;
  const query = uow
    .trx(table)
    .where('organization_id', uow.organizationId)
    .whereNull('deleted_at')
    .whereIn('id', [...new Set(given.map((reference) => reference.id))])
    .orderBy('id');
  // People are locked by changePlan, in the one order that keeps writers from waiting for each other in a circle.
  if (table !== 'people') void query.forShare();
  const rows = await query.select<{ id: string }[]>('id');
  const known = new Set(rows.map((row) => row.id));
  const errors = given
    .filter((reference) => !known.has(reference.id))
    .map((reference) => ({ pointer: reference.pointer, code: 'reference_not_found', message: 'no such record' }));
  if (errors.length > 0) {
    throw new DomainError('reference_not_found', `${errors.map((error) => error.pointer).join(', ')}: no such record`, {
      errors,
    });
  }
}
