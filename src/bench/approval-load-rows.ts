/** Rows of the bench of approvals that are made by SQL. */

/** Ended requests by SQL, one a person and day; the open ones are asked over HTTP. */
export const endedRequests = `
  with people_made as (
    insert into people (organization_id, id, full_name)
    select $1, gen_random_uuid(), 'Person ' || number from generate_series(1, 100) number returning id),
  asked as (
    insert into approvals (organization_id, id, kind, state, levels, subject_type, subject_id, subject_person_id,
      requested_by, decided_at)
    select $1, gen_random_uuid(), 'allocation_request', 'approved', '[{"approvers": [{"type": "role", "role": "owner"}],
        "rule": "any", "quorum": null, "remindAfter": null, "escalateAfter": null, "escalateTo": null}]',
      'allocation', gen_random_uuid(), p.id, $2, now()
    from people_made p, generate_series(1, $3::int / 100) returning id)
  insert into approval_steps (organization_id, id, approval_id, level, state, opened_at, closed_at)
  select $1, gen_random_uuid(), id, 1, 'approved', now(), now() from asked`;

/** Connections of organisations of their own, each read once a year. */
export const syncSchedules = `
  with made as (
    insert into organizations (id, name) select gen_random_uuid(), 'Scheduled' from generate_series(1, $1::int / 2) returning id)
  insert into connections (organization_id, id, provider, status, error, schedule_cron, schedule_timezone, schedule_kinds,
    schedule_enabled)
  select id, gen_random_uuid(), provider, 'error', 'credentials_missing', '0 5 1 1 *', 'Europe/Paris', '{roster}', true
  from made, (values ('payfit'), ('gryzzly')) as providers (provider)`;

/** Report schedules of one owner, for as long as their list is measured: the scheduler is not told of them. */
export const reportSchedules = `
  insert into report_schedules (organization_id, id, owner_user_id, name, report, parameters, cron, timezone, formats, language)
  select $1, gen_random_uuid(), $2, 'Load ' || number, 'utilization', '{"group_by": "team", "period": "last_week"}',
    number % 60 || ' 8 * * 1', (array['Europe/Paris', 'Asia/Tokyo', 'America/New_York'])[1 + number % 3], '{csv}', 'en'
  from generate_series(1, $3::int) number`;
