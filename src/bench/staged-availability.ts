/**
 * Nominal and net minutes of each person and day by staged SQL, the other way of doing what the engine does in TypeScript: days of
 * people, holidays and absences each become a table, the last stage joins them. It knows what `fillTimeOff` fills: engagements,
 * cycles of work patterns, workweeks, whole and half holidays, whole and half days and minutes of absence.
 */
import type { Client } from 'pg';

/** Bindings: organisation, first and last day. */
type Span = readonly [organizationId: string, first: string, last: string];

const FILL_TIME_OFF = `
  with calendar as (
    insert into calendars (organization_id, id, name) values ($1, gen_random_uuid(), 'Bench') returning id),
  holiday as (
    insert into holidays (organization_id, id, calendar_id, date, label, part)
    select $1, gen_random_uuid(), calendar.id, cast($2 as date) + number * 33, 'Holiday ' || number,
      (array['full', 'morning', 'full', 'afternoon'])[1 + number % 4]
    from calendar, generate_series(0, 21) number),
  follower as (
    insert into person_calendars (organization_id, id, person_id, calendar_id, starts_on)
    select $1, gen_random_uuid(), people.id, calendar.id, cast($2 as date) from people, calendar where organization_id = $1),
  pattern as (
    insert into work_patterns (organization_id, id, name, cycle_weeks, anchor_monday, days)
    select $1, gen_random_uuid(), 'Nine days in two weeks', 2, cast($2 as date), jsonb_agg(jsonb_build_object(
      'week', week, 'weekday', weekday, 'minutes', 467, 'intervals', null))
    from generate_series(1, 2) week, generate_series(1, 5) weekday where week = 1 or weekday < 5 returning id),
  worker as (
    insert into person_work_patterns (organization_id, id, person_id, work_pattern_id, starts_on)
    select $1, gen_random_uuid(), person.id, pattern.id, cast($2 as date)
    from (select id, row_number() over (order by id) as number from people where organization_id = $1) person, pattern
    where number % 3 = 0),
  leave as (
    insert into absence_types (organization_id, id, key, label) values ($1, gen_random_uuid(), 'bench', 'Leave') returning id)
  insert into absences (organization_id, id, person_id, type_id, start_date, end_date, ends_at, minutes_per_day, status)
  select $1, gen_random_uuid(), person.id, leave.id, first, first + 3,
    case when number % 4 = 1 then 'middle_of_day' else 'end_of_day' end, case when number % 5 = 0 then 90 end, 'approved'
  from (select id, row_number() over (order by id) as place from people where organization_id = $1) person, leave,
    generate_series(0, 19) number, lateral (select cast($2 as date) + number * 35 + cast(place % 7 as int) as first) as start
  where number % 5 <> 0 or number % 4 <> 1`;

const STAGES = [
  `create temporary table bench_slots as
   select p.id as pattern_id, (d ->> 'week')::int as week, (d ->> 'weekday')::int as weekday, (d ->> 'minutes')::int as minutes
   from work_patterns p, jsonb_array_elements(p.days) d where p.organization_id = $1 and p.deleted_at is null`,
  `create temporary table bench_days as
   select p.id as person_id, d.day, c.calendar_id,
     case when w.id is null then (coalesce(k.workweek_minutes, o.default_workweek_minutes))[extract(isodow from d.day)::int]
       else coalesce(s.minutes, 0) end as minutes
   from people p
   join organizations o on o.id = p.organization_id
   cross join (select generate_series(cast($2 as date), cast($3 as date), interval '1 day')::date as day) d
   left join person_calendars c on c.organization_id = $1 and c.person_id = p.id and c.deleted_at is null
     and c.starts_on <= d.day and (c.ends_on is null or c.ends_on >= d.day)
   left join calendars k on k.organization_id = $1 and k.id = c.calendar_id
   left join person_work_patterns a on a.organization_id = $1 and a.person_id = p.id and a.deleted_at is null
     and a.starts_on <= d.day and (a.ends_on is null or a.ends_on >= d.day)
   left join work_patterns w on w.organization_id = $1 and w.id = a.work_pattern_id
   left join bench_slots s on s.pattern_id = w.id and s.weekday = extract(isodow from d.day)
     and s.week = 1 + mod((d.day - w.anchor_monday) / 7, w.cycle_weeks)
   where p.organization_id = $1 and p.deleted_at is null and exists (
     select from engagements e where e.organization_id = $1 and e.person_id = p.id and e.deleted_at is null
       and e.start_date <= d.day and (e.end_date is null or e.end_date >= d.day))`,
  `create temporary table bench_holidays as
   select calendar_id, date as day, bit_or(case part when 'full' then 3 when 'morning' then 1 else 2 end) as halves
   from holidays where organization_id = $1 and deleted_at is null group by calendar_id, date`,
  `create temporary table bench_absences as
   select a.person_id, d.day::date as day, coalesce(sum(a.minutes_per_day), 0)::int as minutes,
     bit_or(case when a.minutes_per_day is not null then 0
       else 3 - case when a.starts_at = 'middle_of_day' and d.day = a.start_date then 1 else 0 end
              - case when a.ends_at = 'middle_of_day' and d.day = a.end_date then 2 else 0 end end) as halves
   from absences a join absence_types t on t.organization_id = $1 and t.id = a.type_id and t.is_time_off,
     generate_series(a.start_date, a.end_date, interval '1 day') as d (day)
   where a.organization_id = $1 and a.deleted_at is null and a.status = 'approved' group by a.person_id, d.day`,
  `create temporary table bench_facts as
   select d.person_id, d.day, d.minutes as nominal, greatest(0,
     case when (coalesce(h.halves, 0) | coalesce(a.halves, 0)) & 1 = 0 then d.minutes / 2 else 0 end
     + case when (coalesce(h.halves, 0) | coalesce(a.halves, 0)) & 2 = 0 then d.minutes - d.minutes / 2 else 0 end
     - coalesce(a.minutes, 0)) as net
   from bench_days d
   left join bench_holidays h on h.calendar_id = d.calendar_id and h.day = d.day
   left join bench_absences a on a.person_id = d.person_id and a.day = d.day`,
];
const TABLES = ['bench_slots', 'bench_days', 'bench_holidays', 'bench_absences', 'bench_facts'];

/** Gives everybody a calendar with 22 holidays and twenty absences, and a third of the people a cycle of two weeks. */
export async function fillTimeOff(client: Client, organizationId: string, firstMonday: string): Promise<void> {
  await client.query(FILL_TIME_OFF, [organizationId, firstMonday]);
  await client.query('analyze');
}

/** Runs the stages, each analysed, and answers how long they took; the facts stay in `bench_facts` until the next run. */
export async function stageAvailability(client: Client, span: Span): Promise<number> {
  await client.query(TABLES.map((table) => `drop table if exists ${table}`).join('; '));
  const began = performance.now();
  for (const [index, stage] of STAGES.entries()) {
    await client.query(stage, span.slice(0, new Set(stage.match(/\$\d/g)).size));
    if (index < STAGES.length - 1) await client.query(`analyze ${TABLES[index] ?? ''}`);
  }
  return performance.now() - began;
}

/** What the last run found, by person, day after day. */
export async function stagedFacts(client: Client): Promise<Map<string, { nominal: number[]; net: number[] }>> {
  const { rows } = await client.query<{ person_id: string; nominal: number[]; net: number[] }>(
    `select person_id, array_agg(nominal order by day) as nominal, array_agg(net order by day) as net
     from bench_facts group by person_id`,
  );
  return new Map(rows.map(({ person_id: personId, nominal, net }) => [personId, { nominal, net }]));
}
