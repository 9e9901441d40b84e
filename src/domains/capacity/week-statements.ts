/**
 * The statements that store weeks. Bindings: `organization`; for each week one of `people`, `mondays` (epoch days) and, by the name of
 * each figure, the place where its seven days begin in `minutes` (week-dictionary.rules.ts). Texts are fixed, so that they can be prepared.
 */
import { ledgerFigures } from './capacity.types';

const columns = ledgerFigures.map((figure) => `${figure}_minutes`);
const all = columns.join(', ');
const kept = columns.map((column) => `w.${column}`).join(', ');
const found = columns.map((column) => `c.${column}`).join(', ');
const slices = ledgerFigures.map((figure) => `m.minutes[w.${figure} : w.${figure} + 6] as ${figure}_minutes`);
const places = ledgerFigures.map((figure) => `cast(:${figure} as int4[])`);

const COMPUTED = `
  select w.person_id, date '1970-01-01' + w.monday as week_start, ${slices.join(', ')}
  from unnest(cast(:people as uuid[]), cast(:mondays as int4[]), ${places.join(', ')})
      as w (person_id, monday, ${ledgerFigures.join(', ')}),
    (select cast(:minutes as int4[]) as minutes) as m`;
const INSERT = `insert into capacity_weeks (organization_id, person_id, week_start, ${all}, computed_at)
  select :organization, person_id, week_start, ${all}, now()`;
const REPLACE = `on conflict (organization_id, person_id, week_start) do update
  set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}, computed_at = excluded.computed_at`;

/** For weeks of which none is stored. */
export const INSERT_WEEKS = `${INSERT} from (${COMPUTED}) as c`;

/** For weeks that are stored or not, and that differ from what is stored. */
export const UPSERT_WEEKS = `${INSERT_WEEKS} ${REPLACE}`;

/** Stores the weeks that differ from what is stored or are not stored; answers `written`, and `changed`, those that were stored. */
export const REPLACE_DIFFERING_WEEKS = `
  with differing as materialized (
    select c.*, w.person_id is not null as is_kept
    from (${COMPUTED}) as c left join capacity_weeks as w
      on w.organization_id = :organization and w.person_id = c.person_id and w.week_start = c.week_start
    where w.person_id is null or (${kept}) is distinct from (${found})),
  stored as (${INSERT} from differing ${REPLACE})
  select count(*) as written, count(*) filter (where is_kept) as changed from differing`;
