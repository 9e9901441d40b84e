/** What syncs made of an organisation, row by row, without the ids and instants that differ from one organisation to the next. */
import type { Client } from 'pg';

/** Rows of each section as texts, in order. Two organisations that were synced alike have equal states. */
export type SyncedState = Readonly<Record<string, readonly string[]>>;

const ACCOUNT = `(select a.external_user_id from external_accounts a where a.organization_id = $1 and a.id = x.external_account_id)`;
const EMAILS = `(select jsonb_agg(jsonb_build_array(e.email, e.kind, e.is_primary, e.source) order by e.email)
  from person_emails e where e.organization_id = $1 and e.person_id = p.id)`;
const MANAGER = `(select m.full_name from people m where m.organization_id = $1 and m.id = p.manager_id)`;
const NUMBERS = `(select jsonb_agg(jsonb_build_array(i.id_type, i.id_value, i.source) order by i.id_value)
  from person_identifiers i where i.organization_id = $1 and i.person_id = p.id)`;
/** Whose a row is: the name, and the accounts, since people may have one name. */
const PERSON = `(select jsonb_build_array(p.full_name, (select jsonb_agg(a.external_user_id order by a.external_user_id)
    from external_accounts a where a.organization_id = $1 and a.person_id = p.id))
  from people p where p.organization_id = $1 and p.id = x.person_id)`;

const SECTIONS: Readonly<Record<string, string>> = {
  people: `select jsonb_build_array(p.full_name, p.active, p.source, p.edited_fields, p.deleted_at is null, ${MANAGER}, ${EMAILS}, ${NUMBERS})
    from people p where p.organization_id = $1`,
  engagements: `select jsonb_build_array(${PERSON}, x.type, x.start_date, x.end_date, x.weekly_minutes_default, x.edited_fields,
    x.deleted_at is null) from engagements x where x.organization_id = $1`,
  absences: `select jsonb_build_array(${PERSON}, t.key, x.start_date, x.starts_at, x.end_date, x.ends_at, x.status, x.source,
    x.deleted_at is null) from absences x join absence_types t on t.organization_id = $1 and t.id = x.type_id
    where x.organization_id = $1`,
  time_entries: `select jsonb_build_array(${PERSON}, p.name, x.date, x.minutes, x.note, x.source, x.deleted_at is null)
    from time_entries x join projects p on p.organization_id = $1 and p.id = x.project_id where x.organization_id = $1`,
  projects: `select jsonb_build_array(x.key, x.name, x.status, x.start_date, x.end_date) from projects x
    where x.organization_id = $1`,
  absence_types: `select jsonb_build_array(x.key, x.label, x.is_time_off) from absence_types x where x.organization_id = $1`,
  ledger: `select jsonb_build_array(${PERSON}, x.week_start) || (to_jsonb(x) - '{organization_id,person_id,week_start,computed_at}'::text[])
    from capacity_weeks x where x.organization_id = $1`,
  accounts: `select jsonb_build_array(x.provider, x.external_user_id, x.state, x.link_method, x.active, x.active_from, x.active_to,
    ${PERSON}) from external_accounts x where x.organization_id = $1`,
  suggestions: `select jsonb_build_array(${ACCOUNT}, ${PERSON}, x.rank, x.score, x.vetoes) from identity_suggestions x
    where x.organization_id = $1`,
  decisions: `select jsonb_build_array(${ACCOUNT}, ${PERSON}, x.action) from identity_decisions x where x.organization_id = $1`,
  mirror: `select jsonb_build_array(c.provider, x.kind, x.external_id, x.owner_external_id, x.fields,
      encode(x.content_hash, 'hex'), x.applied_hash = x.content_hash, x.entity_type, x.vanished_at is null)
    from provider_records x join connections c on c.organization_id = $1 and c.id = x.connection_id where x.organization_id = $1`,
  runs: `select jsonb_build_array(c.provider, x.kind, x.state, x.phase, x.seen, x.created, x.updated, x.unchanged, x.tombstoned,
      x.failed, x.held, x.waiting, x.erased, x.error_code)
    from sync_runs x join connections c on c.organization_id = $1 and c.id = x.connection_id where x.organization_id = $1`,
  changes: `select jsonb_build_array(x.record_kind, x.external_id, x.action, x.entity_type) from sync_run_changes x
    where x.organization_id = $1`,
  errors: `select jsonb_build_array(x.record_kind, x.external_id, x.code, x.detail) from sync_run_errors x
    where x.organization_id = $1`,
  // Every effect once: what a transaction that was taken back, or done twice, would show.
  events: `select jsonb_build_array(x.event_type, count(*)) from outbox x
    where x.organization_id = $1 and x.event_type !~ '^(capacity|connection|sync)' group by x.event_type`,
  audit: `select jsonb_build_array(x.event, count(*)) from audit_events x
    where x.organization_id = $1 and x.event !~ '^(capacity|connection|session|user)' group by x.event`,
};

/** The state now; the organisation must be settled. */
export async function syncedState(client: Client, organizationId: string): Promise<SyncedState> {
  const state: Record<string, string[]> = {};
  for (const [section, query] of Object.entries(SECTIONS)) {
    const { rows } = await client.query<{ row: string }>(`select row::text as row from (${query}) s (row) order by 1`, [
      organizationId,
    ]);
    state[section] = rows.map(({ row }) => row);
  }
  return state;
}

/** Sentences about rows that one has and the other has not, or has more often; none = they are equal. */
export function differencesOf(expected: SyncedState, found: SyncedState): string[] {
  return Object.keys(expected).flatMap((section) => {
    const surplus = countsOf(found[section] ?? []);
    for (const [row, count] of countsOf(expected[section] ?? [])) surplus.set(row, (surplus.get(row) ?? 0) - count);
    return [...surplus].flatMap(([row, count]) => {
      if (count === 0) return [];
      const what = count < 0 ? `${String(-count)} too few` : `${String(count)} too many`;
      return [`${section}: ${what} of ${row.slice(0, 300)}`];
    });
  });
}

function countsOf(rows: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  return counts;
}
