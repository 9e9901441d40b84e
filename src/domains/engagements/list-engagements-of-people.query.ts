/** The engagements of several people, for other domains. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { EngagementRepository } from './engagements.repository';
import type { Engagement } from './engagements.types';

/** The live engagements of these people, by start. */
export function listEngagementsOfPeople(uow: UnitOfWork, personIds: readonly string[]): Promise<Engagement[]> {
  return new EngagementRepository(uow.trx, uow.organizationId).ofPeople(personIds);
}
