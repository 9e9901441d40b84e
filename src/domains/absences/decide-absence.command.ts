/** The end of a request for an absence that somebody else has decided. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { changePlan } from '../capacity/change-plan.command';
import { NO_SCOPE, type Impact } from '../capacity/impact.types';
import { spanScope } from '../capacity/span-scope.rules';
import { AbsenceTypeRepository } from './absence-types.repository';
import { AbsenceRepository } from './absences.repository';
import type { AbsenceStatus } from './absences.types';

/**
 * Gives a requested absence its status; once it is approved, the ledger is that of the absence. Who may decide is the caller's
 * business.
 * @throws DomainError conflict when there is no such absence or it is not requested any more, period_closed
 */
export async function decideRequestedAbsence(
  uow: UnitOfWork,
  id: string,
  status: Exclude<AbsenceStatus, 'requested'>,
): Promise<Impact> {
  const repository = new AbsenceRepository(uow.trx, uow.organizationId);
  const before = await repository.find(id);
  if (before?.status !== 'requested') {
    throw new DomainError('conflict', 'The absence is not requested any more.', { absence_id: id });
  }
  await new AbsenceTypeRepository(uow.trx, uow.organizationId).holdForShare(before.typeId);
  const { personId, startDate: from, endDate: to } = before;
  const scope = spanScope([{ personId, from, to }], 'absence.changed') ?? NO_SCOPE;
  const options = { onConflict: 'report', conflictReason: null } as const;
  const { result, impact } = await changePlan(uow, { scope, options }, () => repository.update(before, { status }));
  const facts = { entityType: 'absence', entityId: id };
  uow.audit({ event: 'absence.updated', ...facts, before, after: result });
  uow.emit({ type: 'absence.updated', ...facts, version: result.version });
  return impact;
}
