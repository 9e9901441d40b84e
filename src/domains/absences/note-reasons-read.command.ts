/** Whoever reads why somebody else is away leaves a trace of it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { maySeeReason } from './absences.policy';
import type { Absence } from './absences.types';
import { loadAudience } from './load-audience.query';

/**
 * Writes one event `absence.read` for the absences of other people whose reason this answer shows, with their ids; none where it
 * shows none. The event is of the absence, or of the organisation when there are several.
 */
export async function noteReasonsRead(
  uow: UnitOfWork,
  absences: readonly Pick<Absence, 'id' | 'personId'>[],
): Promise<void> {
  const audience = await loadAudience(uow);
  const others = absences.filter(({ personId }) => personId !== uow.actor.personId && maySeeReason(audience, personId));
  const [first, second] = others;
  if (first === undefined) return;
  uow.audit({
    event: 'absence.read',
    entityType: 'absence',
    entityId: second === undefined ? first.id : uow.organizationId,
    before: null,
    after: { absenceIds: others.map((absence) => absence.id) },
  });
}
