/** For whom a manager may act (READINGS H). */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { listDirectReports } from '../people/list-direct-reports.query';

/**
 * Ids of the actor's direct reports and of present and future members of teams the actor leads; empty for an account that
 * is nobody's, and for other roles, whose rights do not hang on whom they lead. Somebody who left a team yesterday is no longer led. Indexes people_of_manager and team_members_overlap.
 */
export async function listPeopleLed(uow: UnitOfWork): Promise<Set<string>> {
  const { personId, role } = uow.actor;
  if (role !== 'manager' || personId === null) return new Set();
  const members = await uow
    .trx('team_members as m')
    .join('teams as t', (join) => join.on('t.organization_id', 'm.organization_id').andOn('t.id', 'm.team_id'))
    .where({ 't.organization_id': uow.organizationId, 't.lead_id': personId })
    .whereNull('t.deleted_at')
    .whereNull('m.deleted_at')
    .whereRaw('coalesce(m.active_to, ?) >= ?', ['infinity', uow.now.toISOString().slice(0, 10)])
    .select<{ person_id: string }[]>('m.person_id');
  const reports = await listDirectReports(uow, personId);
  return new Set([...reports, ...members.map((member) => member.person_id)]);
}
