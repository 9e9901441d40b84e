/** The directory of who may decide, out of members, teams, line managers and delegations as they are at this moment. */
import type { Role } from '../../access/role-grants';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { localToday } from '../organizations/local-today.query';
import type { ApproverDirectory } from './approvals.types';
import { DelegationRepository } from './delegations.repository';

/** The directory, with the day it is for. */
export interface LoadedDirectory extends ApproverDirectory {
  /** In the organisation's time zone. */
  today: IsoDate;
  timezone: string;
}

/**
 * For requests about these people, at `uow.now`. Viewers and paused members decide nothing and are not in it. Indexes
 * memberships_user_key and team_members_of_person.
 */
export async function loadApprovers(
  uow: UnitOfWork,
  subjectPersonIds: readonly (string | null)[],
): Promise<LoadedDirectory> {
  return aboutPeople(uow, await loadMembers(uow), subjectPersonIds);
}

/** Members and delegations alone: who might decide something, and nobody's line manager or team leads. */
export async function loadMembers(uow: UnitOfWork): Promise<LoadedDirectory> {
  const { trx, organizationId } = uow;
  const { today, timezone } = await localToday(uow);
  const members = await trx('memberships as m')
    .join('users as u', 'u.id', 'm.user_id')
    .where('m.organization_id', organizationId)
    .whereNull('m.deleted_at')
    .whereNull('m.deactivated_at')
    .whereNull('u.deleted_at')
    .whereNot('m.role', 'viewer')
    .orderBy('m.user_id')
    .select<{ user_id: string; role: Role; person_id: string | null }[]>('m.user_id', 'm.role', 'm.person_id');
  return {
    today,
    timezone,
    members: members.map((row) => ({ userId: row.user_id, role: row.role, personId: row.person_id })),
    managerOf: new Map(),
    leadsOf: new Map(),
    delegations: await new DelegationRepository(trx, organizationId).inForceOn(today),
  };
}

/** The same members with the line managers and team leads of these people. */
export async function aboutPeople(
  uow: UnitOfWork,
  directory: LoadedDirectory,
  subjectPersonIds: readonly (string | null)[],
): Promise<LoadedDirectory> {
  const personIds = [...new Set(subjectPersonIds.filter((id) => id !== null))].sort();
  if (personIds.length === 0) return directory;
  const managers = await uow
    .trx('people')
    .where('organization_id', uow.organizationId)
    .whereIn('id', personIds)
    .whereNotNull('manager_id')
    .select<{ id: string; manager_id: string }[]>('id', 'manager_id');
  return {
    ...directory,
    managerOf: new Map(managers.map((row) => [row.id, row.manager_id])),
    leadsOf: await leadsOf(uow, personIds, directory.today),
  };
}

async function leadsOf(
  { trx, organizationId }: UnitOfWork,
  personIds: readonly string[],
  today: IsoDate,
): Promise<Map<string, string[]>> {
  const rows = await trx('team_members as m')
    .join('teams as t', (join) => join.on('t.organization_id', 'm.organization_id').andOn('t.id', 'm.team_id'))
    .where('m.organization_id', organizationId)
    .whereIn('m.person_id', [...personIds])
    .whereNull('m.deleted_at')
    .whereNull('t.deleted_at')
    .whereNotNull('t.lead_id')
    .whereRaw(`? between m.active_from and coalesce(m.active_to, 'infinity')`, [today])
    .orderBy('t.lead_id')
    .select<{ person_id: string; lead_id: string }[]>('m.person_id', 't.lead_id');
  const leads = new Map<string, string[]>();
  for (const { person_id, lead_id } of rows) leads.set(person_id, [...(leads.get(person_id) ?? []), lead_id]);
  return leads;
}
