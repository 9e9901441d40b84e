/** What an export of a person's data holds: a section for each kind of row, as SQL with the bindings `:organization` and `:person`. */

export interface ExportSection {
  name: string;
  sql: string;
}

/** The live rows of the person, ordered by `by`. */
const ofPerson = (name: string, columns: string, { table, by }: { table: string; by: string }): ExportSection => ({
  name,
  sql: `select ${columns} from ${table} where organization_id = :organization and person_id = :person
    and deleted_at is null order by ${by}`,
});

const USERS = `select user_id from memberships
  where organization_id = :organization and person_id = :person and user_id is not null and deleted_at is null`;

/** In the order of the archive. */
export const exportSections: readonly ExportSection[] = [
  {
    name: 'person',
    sql: `select id, full_name, active, manager_id, cost_center, location, weekly_minutes_default, source, created_at, updated_at
      from people where organization_id = :organization and id = :person`,
  },
  {
    name: 'accounts',
    sql: `select u.id, u.email, u.full_name, m.role, m.created_at from memberships m join users u on u.id = m.user_id
      where m.organization_id = :organization and m.person_id = :person and m.deleted_at is null order by m.created_at`,
  },
  {
    name: 'sessions',
    sql: `select s.created_at, s.last_used_at, s.expires_at, s.user_agent, s.address from sessions s
      join memberships m on m.organization_id = s.organization_id and m.user_id = s.user_id
      where s.organization_id = :organization and m.person_id = :person order by s.created_at`,
  },
  ofPerson('emails', 'email, kind, is_primary, verified, source', { table: 'person_emails', by: 'email' }),
  ofPerson('identifiers', 'id_type, id_value, source', { table: 'person_identifiers', by: 'id_type' }),
  ofPerson('engagements', 'id, type, start_date, end_date, weekly_minutes_default, payroll_eligible, notes', {
    table: 'engagements',
    by: 'start_date',
  }),
  ofPerson('teams', 'team_id, active_from, active_to, role_in_team', { table: 'team_members', by: 'active_from' }),
  ofPerson('calendars', 'calendar_id, starts_on, ends_on', { table: 'person_calendars', by: 'starts_on' }),
  ofPerson('work_patterns', 'work_pattern_id, weekly_minutes, starts_on, ends_on, notes', {
    table: 'person_work_patterns',
    by: 'starts_on',
  }),
  {
    name: 'absences',
    sql: `select a.id, t.key as type, a.start_date, a.end_date, a.starts_at, a.ends_at, a.minutes_per_day, a.status, a.notes,
        a.source
      from absences a join absence_types t on t.organization_id = a.organization_id and t.id = a.type_id
      where a.organization_id = :organization and a.person_id = :person and a.deleted_at is null order by a.start_date`,
  },
  ofPerson(
    'allocations',
    'id, project_id, task_id, start_date, end_date, load_unit, basis_points, basis, load_minutes, status, notes, source',
    { table: 'allocations', by: 'start_date' },
  ),
  ofPerson('time_entries', 'id, project_id, task_id, date, minutes, note, source', {
    table: 'time_entries',
    by: 'date',
  }),
  {
    name: 'comments',
    sql: `select id, entity_type, entity_id, body, created_at from comments
      where organization_id = :organization and author_person_id = :person and deleted_at is null order by created_at`,
  },
  {
    name: 'attachments',
    sql: `select id, entity_type, entity_id, filename, content_type, size_bytes, created_at from attachments
      where organization_id = :organization and uploaded_by in (${USERS}) and deleted_at is null order by created_at`,
  },
  {
    name: 'api_tokens',
    sql: `select id, name, scopes, expires_at, last_used_at, created_at, deleted_at from api_tokens
      where organization_id = :organization and user_id in (${USERS}) order by created_at`,
  },
  {
    name: 'approvals',
    sql: `select id, kind, state, subject_type, subject_id, payload, message, created_at, decided_at from approvals
      where organization_id = :organization and (subject_person_id = :person or requested_by in (${USERS}))
        and deleted_at is null order by created_at`,
  },
  {
    name: 'approval_decisions',
    sql: `select approval_id, verdict, comment, decided_at from approval_decisions
      where organization_id = :organization and actor_user_id in (${USERS}) order by decided_at`,
  },
  ofPerson('benefit_decisions', 'benefit_type_id, eligible, effective_from, effective_to, reason', {
    table: 'person_benefits',
    by: 'effective_from',
  }),
  {
    name: 'vouchers',
    sql: `select month, matricule, days, rule_days, override_days, carried_over, parts, corrections from voucher_rows
      where organization_id = :organization and person_id = :person order by month`,
  },
  {
    name: 'accounts_of_providers',
    sql: `select provider, external_user_id, active, active_from, active_to, raw_profile, linked_at from external_accounts
      where organization_id = :organization and person_id = :person and deleted_at is null order by provider`,
  },
];
