/** Who may say which hours somebody works: admins for all, managers for the people they lead (READINGS H). */
import { isAtLeast } from '../../access/role-grants';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { listPeopleLed } from '../teams/list-people-led.query';

/** @throws DomainError forbidden */
export async function assertMayAssign(uow: UnitOfWork, personIds: readonly string[]): Promise<void> {
  if (isAtLeast(uow.actor.role, 'admin')) return;
  const led = await listPeopleLed(uow);
  if (!personIds.every((id) => led.has(id))) {
    throw new DomainError('forbidden', 'You may set the working hours only of the people you lead.');
  }
}
