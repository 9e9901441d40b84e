/** Takes a person out of the plan; all history stays, as with `DELETE /people/{id}`. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { FIRST_DATE } from '../../shared/calendar-dates';
import { changePlan } from '../capacity/change-plan.command';
import { PersonRepository } from './people.repository';

/** Does nothing when the person is deleted already. @throws DomainError period_closed when a closed month would change */
export async function deletePerson(uow: UnitOfWork, personId: string): Promise<void> {
  const people = new PersonRepository(uow.trx, uow.organizationId);
  const before = await people.find(personId);
  if (before === undefined) return;
  const scope = { personIds: [personId], from: FIRST_DATE, to: null, reason: 'person.deleted' as const };
  const { result } = await changePlan(uow, { scope, options: { onConflict: 'report', conflictReason: null } }, () =>
    people.delete(before, uow.now),
  );
  uow.audit({ event: 'person.deleted', entityType: 'person', entityId: personId, before, after: null });
  uow.emit({ type: 'person.deleted', entityType: 'person', entityId: personId, version: result.version });
}
