/** Everything the absence policy and presenter must know about the actor. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { isAtLeast } from '../../access/role-grants';
import { listPeopleLed } from '../teams/list-people-led.query';
import type { AbsenceAudience } from './absences.policy';

/** The actor with the people they lead; only a manager's are read, others need none. */
export async function loadAudience(uow: UnitOfWork): Promise<AbsenceAudience> {
  const { actor } = uow;
  const leads = isAtLeast(actor.role, 'manager') && !isAtLeast(actor.role, 'admin');
  return { actor, peopleLed: leads ? await listPeopleLed(uow) : new Set() };
}
