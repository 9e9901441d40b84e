/**
 * How long a preview of a change of many people's days takes: `dry_run` of another workweek and of a holiday of a calendar that
 * 1,000 people with twenty bookings each follow, over HTTP, nothing written. Beside it the same as a real write.
 */
import type { Client } from 'pg';
import { ApiClient } from '../drill/api-client';
import { withEvidence } from '../drill/ledger-evidence';
import { WholeSystem, type WholeSystemRequest } from '../drill/whole-system';
import { timeBuild } from './build-rate';
import { timesOf, type Times } from './percentiles';
import { fillOrganization } from './sized-organization';

export interface PreviewBench {
  people: number;
  /** Days of people that the workweek's preview looks at, and finds changed. */
  daysChanged: number;
  workweek: Times;
  holiday: Times;
  /** The real change of the workweek, of which the workflow writes the weeks. */
  realWorkweek: Times;
}

const PEOPLE = 1_000;
const START_LIMIT_MS = 120_000;
const CALL_LIMIT_MS = 60_000;
const FOLLOW = `
  insert into person_calendars (organization_id, id, person_id, calendar_id, starts_on)
  select organization_id, gen_random_uuid(), id, $2, current_date - 700 from people where organization_id = $1`;
const WEEKS = [
  { monday: 7, tuesday: 7, wednesday: 7, thursday: 7, friday: 7 },
  { monday: 8, tuesday: 8, wednesday: 8, thursday: 8, friday: 3 },
];

/** Runs on a system of its own, which is gone afterwards. */
export async function benchPreviews(request: WholeSystemRequest & { runs: number }): Promise<PreviewBench> {
  const system = await WholeSystem.prepare(request);
  try {
    await system.start(START_LIMIT_MS);
    return await withEvidence(system.databaseAdminUrl, (client) => measure(system, client, request.runs));
  } finally {
    await system.remove();
  }
}

async function measure(system: WholeSystem, client: Client, runs: number): Promise<PreviewBench> {
  const { organizationId, login } = await fillOrganization(client, system.databaseAdminUrl, PEOPLE);
  const api = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await api.logIn(login);
  const calendar = String((await api.demand({ method: 'POST', path: '/calendars', body: { name: 'Bench' } }))['id']);
  await client.query(FOLLOW, [organizationId, calendar]);
  await timeBuild(client, { api, organizationId });
  await client.query('analyze');
  const [workweek, holiday, realWorkweek]: [number[], number[], number[]] = [[], [], []];
  let daysChanged = 0;
  for (let run = 0; run < runs; run += 1) {
    const changed = { workweek: WEEKS[(run + 1) % WEEKS.length] };
    const path = `/calendars/${calendar}`;
    const preview = await timed(api, { method: 'PATCH', path: `${path}?dry_run=true`, body: changed });
    workweek.push(preview.elapsedMs);
    daysChanged = (preview.body['impact'] as { days_changed: number }).days_changed;
    const date = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const call = { method: 'POST', path: `${path}/holidays?dry_run=true`, body: { date, label: 'Bench' } } as const;
    holiday.push((await timed(api, call)).elapsedMs);
    realWorkweek.push((await timed(api, { method: 'PATCH', path, body: changed })).elapsedMs);
  }
  return {
    people: PEOPLE,
    daysChanged,
    workweek: timesOf(workweek),
    holiday: timesOf(holiday),
    realWorkweek: timesOf(realWorkweek),
  };
}

async function timed(api: ApiClient, call: Parameters<ApiClient['send']>[0]) {
  const reply = await api.send(call);
  if (reply.status !== 200 && reply.status !== 201)
    throw new Error(`${call.method} ${call.path} was answered ${String(reply.status)}: ${JSON.stringify(reply.body)}`);
  return reply;
}
