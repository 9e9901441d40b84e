/** The team that a report's parameters name. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { referenceNotFound } from '../../shared/domain-error';

/** By primary key. @throws DomainError reference_not_found at `/parameters/team_id` */
export async function assertReportTeam(uow: UnitOfWork, teamId: unknown): Promise<void> {
  if (typeof teamId !== 'string') return;
  const team = await uow
    .trx('teams')
    .where({ organization_id: uow.organizationId, id: teamId })
    .whereNull('deleted_at')
    .first<{ id: string } | undefined>('id');
  if (team === undefined) throw referenceNotFound('/parameters/team_id');
}
