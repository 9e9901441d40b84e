/**
 * Everything that decides people's figures in one statement, since the round trips would cost more than the reading. Each
 * column is a JSON array of rows as person-plan-rows.rules.ts names them. Bindings: `organization`, `ids`, and the days
 * asked for, `from` and `to` (inclusive); worked time reaches over all allocations of these people and a week beyond.
 */
export const PERSON_PLANS = `
  select
    (select default_workweek_minutes from organizations where id = :organization) as workweek,
    (select json_agg(r) from (
      select id, weekly_minutes_default, counts_from from people
      where organization_id = :organization and deleted_at is null and id = any(:ids) order by id) r) as people,
    (select json_agg(r) from (
      select id, person_id, type, start_date, end_date, weekly_minutes_default from engagements
      where organization_id = :organization and deleted_at is null and person_id = any(:ids) order by start_date, id) r) as engagements,
    (select json_agg(r) from (
      select s.id, s.person_id, s.starts_on, s.ends_on, s.weekly_minutes, s.calendar_id,
        p.name, p.cycle_weeks, p.anchor_monday, p.days
      from person_work_patterns s left join work_patterns p
        on p.organization_id = s.organization_id and p.id = s.work_pattern_id
      where s.organization_id = :organization and s.deleted_at is null and s.person_id = any(:ids)
      order by s.starts_on, s.id) r) as patterns,
    (select json_agg(r) from (
      select person_id, calendar_id, starts_on, ends_on from person_calendars
      where organization_id = :organization and deleted_at is null and person_id = any(:ids) order by starts_on, id) r) as spans,
    (select json_agg(r) from (
      select id, name, workweek_minutes from calendars
      where organization_id = :organization and deleted_at is null and id in (
        select calendar_id from person_calendars
        where organization_id = :organization and deleted_at is null and person_id = any(:ids)
        union all
        select calendar_id from person_work_patterns
        where organization_id = :organization and deleted_at is null and person_id = any(:ids)) order by id) r) as calendars,
    (select json_agg(r) from (
      select id, calendar_id, date, label, part, last_minutes from holidays
      where organization_id = :organization and deleted_at is null and calendar_id in (
        select calendar_id from person_calendars
        where organization_id = :organization and deleted_at is null and person_id = any(:ids)
        union all
        select calendar_id from person_work_patterns
        where organization_id = :organization and deleted_at is null and person_id = any(:ids)) order by date, id) r) as holidays,
    (select json_agg(r) from (
      select a.id, a.person_id, t.label, a.start_date, a.end_date, a.starts_at, a.ends_at, a.minutes_per_day
      from absences a join absence_types t on t.organization_id = a.organization_id and t.id = a.type_id
      where a.organization_id = :organization and a.deleted_at is null and a.person_id = any(:ids)
        and a.status = 'approved' and t.is_time_off order by a.start_date, a.id) r) as absences,
    (select json_agg(r) from (
      select a.id, a.person_id, a.project_id, p.name as project_name, a.start_date, a.end_date, a.load_unit,
        a.basis_points, a.basis, a.load_minutes, a.status
      from allocations a left join projects p on p.organization_id = a.organization_id and p.id = a.project_id
      where a.organization_id = :organization and a.deleted_at is null and a.person_id = any(:ids)
      order by a.start_date, a.id) r) as allocations,
    (select json_agg(r) from (
      select e.id, e.person_id, e.project_id, p.name as project_name, e.date, e.minutes
      from time_entries e left join projects p on p.organization_id = e.organization_id and p.id = e.project_id,
        (select min(start_date) as first, max(end_date) as last from allocations
         where organization_id = :organization and deleted_at is null and person_id = any(:ids)) as hull
      where e.organization_id = :organization and e.deleted_at is null and e.person_id = any(:ids)
        and e.date between least(:from, hull.first) - 7 and greatest(:to, hull.last) + 7
      order by e.date, e.id) r) as entries`;
