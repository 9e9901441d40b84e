/** What must be true of report runs after a kill: read from the tables, the file store, the mail server and the receiver. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { fileDialectOf } from '../domains/report-schedules/render-file.command';
import { reportFileKey } from '../domains/report-schedules/report-file-key.rules';
import type { ReportFile, ReportRun } from '../domains/report-schedules/report-schedules.types';
import type { ComputedReport } from '../domains/reports/compute-report.query';
import { renderReport } from '../domains/reports/render-report.query';
import { messageIdOf } from '../platform/mailer';
import type { Outage } from './kill-targets';
import type { TakenMessage } from './moody-receiver';
import { figuresOf } from './report-evidence';
import type { TakenMail } from './taken-mails';

export interface ReportFacts {
  organizationId: string;
  /** Root of the file store. */
  filesFolder: string;
  /** Every taking, by message id. */
  mails: ReadonlyMap<string, readonly TakenMail[]>;
  messages: readonly TakenMessage[];
  outages: readonly Outage[];
  /** Figures of undisturbed runs by report and parameters; a run of others is not compared. */
  undisturbed: ReadonlyMap<string, string>;
}

/** `losses` are sentences. */
export interface ReportVerdict {
  runs: number;
  files: number;
  deliveries: number;
  /** Of mails and webhook messages that were taken, those that came twice. */
  doubled: number;
  losses: string[];
}

interface RunRow extends Pick<ReportRun, 'id' | 'state' | 'language' | 'formats'> {
  run_key: string;
  error_code: string | null;
  asked: string;
  computed: string;
}

interface DeliveryRow {
  id: string;
  run_id: string;
  kind: 'email' | 'webhook';
  state: string;
  attempts: number;
}

type FileRow = Pick<ReportFile, 'format' | 'sha256' | 'name'> & { run_id: string };

/** What is taken is noted within this time, unless something is killed. */
const NOTING_MS = 5_000;

/** Judges every run of the schedule. */
export async function verifyRuns(client: Client, scheduleId: string, facts: ReportFacts): Promise<ReportVerdict> {
  const { rows: runs } = await client.query<RunRow>(
    `select r.id, r.run_key, r.state, r.error_code, r.language, r.formats, r.report || ' ' || r.parameters_key as asked,
       s.computed from report_runs r left join report_snapshots s on s.run_id = r.id where r.schedule_id = $1`,
    [scheduleId],
  );
  const verdict: ReportVerdict = { runs: runs.length, files: 0, deliveries: 0, doubled: 0, losses: [] };
  for (const run of runs) {
    if (run.state !== 'completed') verdict.losses.push(`run ${run.id} is ${run.state} (${String(run.error_code)})`);
    const wanted = facts.undisturbed.get(run.asked);
    if (wanted !== undefined && wanted !== figuresOf(run.computed))
      verdict.losses.push(`run ${run.id} has other figures`);
    const { rows: files } = await client.query<FileRow>(
      'select run_id, format, sha256, name from report_files where run_id = $1',
      [run.id],
    );
    await judgeFiles(run, files, { facts, verdict });
    await judgeDeliveries(client, { run, files }, { facts, verdict });
  }
  return verdict;
}

interface Judging {
  facts: ReportFacts;
  verdict: ReportVerdict;
}

/** Stored bytes are those that were named, and those that nobody's being killed gives for the same figures. */
async function judgeFiles(run: RunRow, files: readonly FileRow[], { facts, verdict }: Judging): Promise<void> {
  const { organizationId, filesFolder } = facts;
  const named = new Map(files.map(({ format, sha256 }) => [format, sha256]));
  for (const format of run.formats) {
    const stored = join(filesFolder, reportFileKey({ organizationId, runId: run.id, format }));
    const rendering = { format, ...fileDialectOf(run) };
    const expected = digestOf(await renderReport(JSON.parse(run.computed) as ComputedReport, rendering).bytes());
    const found = [named.get(format), digestOf(readFileSync(stored))];
    if (found.some((digest) => digest !== expected)) verdict.losses.push(`${format} of run ${run.id} has other bytes`);
    verdict.files += 1;
  }
}

/** Everybody has it, with the right files; twice only what was taken right before or during an outage, and then once more at most. */
async function judgeDeliveries(
  client: Client,
  { run, files }: { run: RunRow; files: readonly FileRow[] },
  { facts, verdict }: Judging,
): Promise<void> {
  const { rows } = await client.query<DeliveryRow>(
    'select id, run_id, kind, state, attempts from report_deliveries where run_id = $1',
    [run.id],
  );
  for (const delivery of rows) {
    const what = `${delivery.kind} ${delivery.id}`;
    const takings = takingsOf(delivery, facts);
    verdict.deliveries += 1;
    if (delivery.state !== 'delivered') verdict.losses.push(`${what} is ${delivery.state}`);
    if (takings.length === 0) verdict.losses.push(`${what} was never taken`);
    if (takings.length > delivery.attempts) verdict.losses.push(`${what} was taken more often than it was sent`);
    if (takings.length > 1) verdict.doubled += 1;
    const again = takings.slice(0, -1).filter(({ at }) => !isCutOff(at, facts.outages));
    if (again.length > 0 || takings.length > 2)
      verdict.losses.push(
        `${what} was taken ${String(takings.length)} times, ${String(again.length)} of them undisturbed`,
      );
    if (takings.some((taking) => !hasFiles(taking, files))) verdict.losses.push(`${what} came with other files`);
  }
}

function takingsOf({ kind, id }: DeliveryRow, { mails, messages }: ReportFacts): readonly (TakenMail | TakenMessage)[] {
  if (kind === 'email') return mails.get(messageIdOf('report', id, '1').slice(1, -1)) ?? [];
  return messages.filter(({ messageId }) => messageId === `report-${id}-1`);
}

/** True when the receipt may have been lost: it was taken so short before a kill that it was not noted, or before all was whole again. */
function isCutOff(at: number, outages: readonly Outage[]): boolean {
  return outages.some(({ from, to }) => at >= from - NOTING_MS && at <= to);
}

/** A mail has every file; a webhook message names every digest. */
function hasFiles(taking: TakenMail | TakenMessage, files: readonly FileRow[]): boolean {
  if ('body' in taking) return files.every(({ sha256 }) => taking.body.includes(sha256));
  return files.every(({ name, sha256 }) => taking.attached.get(name) === sha256);
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
