/** The person a path goes through. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { PersonRepository } from './people.repository';

/** @throws DomainError not_found when the person of the path is unknown, deleted or of another organisation */
export async function assertPersonExists(uow: UnitOfWork, personId: string | undefined): Promise<void> {
  await new PersonRepository(uow.trx, uow.organizationId).get(personId ?? '');
}
