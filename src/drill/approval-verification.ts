/** What must be true of requests after a kill: read from the tables and from what the mail server has taken. */
import type { Client } from 'pg';
import { pollUntil } from '../local-servers/poll-until';
import { messageIdOf } from '../platform/mailer';
import type { Ending } from './approval-world';
import { MOST_DOUBLED_BY_ONE_KILL } from './kill-targets';
import { withEvidence } from './ledger-evidence';
import type { TakenMails } from './taken-mails';

/** What was found; `losses` are sentences. */
export interface Verdict {
  requests: number;
  /** Bookings that approvals made. */
  effects: number;
  /** Mails about these requests that the server has taken, and how many of them came twice. */
  mails: number;
  doubledMails: number;
  /** From the restart until everybody was told. */
  settledMs: number;
  losses: string[];
}

const SETTLE_LIMIT_MS = 90_000;

interface Facts {
  /** How each request was to end. */
  expected: ReadonlyMap<string, Ending>;
  /** Every mail that the server took, by message id. */
  taken: ReadonlyMap<string, readonly unknown[]>;
}

/** Waits until the mails are out, then looks. */
export async function verifyRequests(
  databaseAdminUrl: string,
  { taken, ...expectations }: Pick<Facts, 'expected'> & { taken: TakenMails },
): Promise<Verdict> {
  return withEvidence(databaseAdminUrl, async (client) => {
    const began = performance.now();
    const ids = [...expectations.expected.keys()];
    const isSettled = async (): Promise<true | undefined> => ((await openEnds(client, ids)) === 0 ? true : undefined);
    const settled = await pollUntil(isSettled, SETTLE_LIMIT_MS);
    const settledMs = Math.round(performance.now() - began);
    const losses = settled === true ? [] : [`${String(await openEnds(client, ids))} requests have untold endings`];
    const facts = { ...expectations, taken: taken.byMessageId() };
    const effects = await compareStates(client, facts, losses);
    const { mails, doubledMails } = await compareMails(client, facts, losses);
    return { requests: ids.length, effects, mails, doubledMails, settledMs, losses };
  });
}

/** Requests with a notice that is not sent, and decided ones whose requester was not told. */
async function openEnds(client: Client, ids: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ open: number }>(
    `select count(*)::int as open from approvals a where a.id = any ($1) and (
       exists (select from approval_notices n where n.approval_id = a.id and n.sent_at is null)
       or a.state in ('approved', 'declined')
         and not exists (select from approval_notices n where n.approval_id = a.id and n.kind = 'outcome'))`,
    [ids],
  );
  return rows[0]?.open ?? 0;
}

/** Each request is as it was answered, and booked once when it was approved, else never; answers the number of bookings. */
async function compareStates(client: Client, { expected }: Facts, losses: string[]): Promise<number> {
  const { rows } = await client.query<{ id: string; state: string; bookings: number; events: number }>(
    `select a.id, a.state,
       (select count(*)::int from allocations l where l.id = a.subject_id) as bookings,
       (select count(*)::int from audit_events e where e.entity_id = a.subject_id and e.event = 'allocation.created') as events
     from approvals a where a.id = any ($1)`,
    [[...expected.keys()]],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const [id, ending] of expected) {
    const row = found.get(id);
    const wanted = ending === 'approved' ? 1 : 0;
    if (row === undefined) losses.push(`request ${id} is lost`);
    else if (row.state !== ending) losses.push(`request ${id} is ${row.state}, not ${ending}`);
    else if (row.bookings !== wanted || row.events !== wanted)
      losses.push(`request ${id}, ${ending}, is booked ${String(row.bookings)} times by ${String(row.events)} effects`);
  }
  return rows.reduce((total, { bookings }) => total + bookings, 0);
}

/** Each notice that counts as sent was taken, and hardly any twice. */
async function compareMails(
  client: Client,
  { expected, taken }: Facts,
  losses: string[],
): Promise<Pick<Verdict, 'mails' | 'doubledMails'>> {
  const { rows } = await client.query<{ id: string; kind: string }>(
    `select id, kind from approval_notices where approval_id = any ($1) and sent_at is not null and failed_code is null`,
    [[...expected.keys()]],
  );
  let doubledMails = 0;
  for (const { id, kind } of rows) {
    const times = taken.get(messageIdOf('approval-notice', id).slice(1, -1))?.length ?? 0;
    if (times === 0) losses.push(`the notice ${id} (${kind}) was never taken`);
    if (times > 1) doubledMails += 1;
    if (times > 2) losses.push(`the notice ${id} (${kind}) was taken ${String(times)} times`);
  }
  if (doubledMails > MOST_DOUBLED_BY_ONE_KILL) losses.push(`${String(doubledMails)} mails came twice after one kill`);
  return { mails: rows.length, doubledMails };
}
