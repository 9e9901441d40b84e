/** Of whom the actor may see what kind of leave they have, for other domains. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { maySeeType } from './absences.policy';
import { loadAudience } from './load-audience.query';

/** Answers for a person, by the rules of the absences themselves. */
export async function loadTypeSight(uow: UnitOfWork): Promise<(personId: string) => boolean> {
  const audience = await loadAudience(uow);
  return (personId) => maySeeType(audience, personId);
}
