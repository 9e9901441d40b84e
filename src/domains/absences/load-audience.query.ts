/** Everything the absence policy and presenter must know about the actor. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { isAtLeast } from '../../access/role-grants';
import { readSettings } from '../organizations/read-settings.query';
import { listPeopleLed } from '../teams/list-people-led.query';
import type { AbsenceAudience } from './absences.policy';

/** The actor with the people they lead; only a manager's are read, and no setting for an admin, who sees everything. */
export async function loadAudience(uow: UnitOfWork): Promise<AbsenceAudience> {
  const { actor } = uow;
  if (isAtLeast(actor.role, 'admin')) return { actor, peopleLed: new Set(), typesAreOpen: true };
  const { absenceTypesShownTo } = await readSettings(uow);
  const peopleLed = isAtLeast(actor.role, 'manager') ? await listPeopleLed(uow) : new Set<string>();
  return { actor, peopleLed, typesAreOpen: absenceTypesShownTo === 'everybody' };
}
