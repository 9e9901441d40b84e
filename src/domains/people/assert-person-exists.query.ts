/** The person a path goes through. */
import { assertNotErased } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { PersonRepository } from './people.repository';

/** @throws DomainError not_found when the person of the path is unknown, deleted or of another organisation, conflict to write about who was erased */
export async function assertPersonExists(
  uow: UnitOfWork,
  personId: string | undefined,
  purpose: 'read' | 'write' = 'read',
): Promise<void> {
  const { id } = await new PersonRepository(uow.trx, uow.organizationId).get(personId ?? '');
  if (purpose === 'write') await assertNotErased(uow, [id]);
}
