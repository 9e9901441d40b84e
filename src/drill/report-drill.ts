/**
 * The drill of reports: runs are asked for and delivered to mail and to a webhook whose receiver fails, hangs and comes back, while
 * something is killed, many times; and a schedule is due each minute all along. No run and no delivery is lost, bytes are those
 * of the figures, figures those of an undisturbed run.
 */
import { join } from 'node:path';
import { pollUntil } from '../local-servers/poll-until';
import { addDays } from '../shared/calendar-dates';
import { newId } from '../shared/ids';
import { ApiClient } from './api-client';
import { insist, type Answers } from './insist';
import { KillChoice, killTarget, MOST_DOUBLED_BY_ONE_KILL, type KillTarget, type Outage } from './kill-targets';
import { backlogOf, withEvidence } from './ledger-evidence';
import { startMailedSystem, type MailedRequest, type MailedSystem } from './mailed-system';
import { moods, startMoodyReceiver, type Mood, type MoodyReceiver } from './moody-receiver';
import { createRandom, type Random } from './random';
import { progressOf, undisturbedFigures, unmetMinutes } from './report-evidence';
import { verifyRuns, type ReportVerdict } from './report-verification';
import { BACKFILLED, DRILLED_FORMATS, drilledReports, RECIPIENTS, scheduleBody, seedReportWorld } from './report-world';
import type { DrillOrganization } from './seed-organization';

export interface ReportDrillRequest extends Pick<MailedRequest, 'env' | 'programs' | 'log'> {
  rounds: number;
  seed: number;
  /** The system once it is there, for a caller who may have to end it early. */
  onSystem?: (system: { remove: () => Promise<void> }) => void;
}

export interface ReportRound extends ReportVerdict {
  target: KillTarget | 'nothing';
  /** How the receiver of webhooks was at the kill. */
  mood: Mood;
  /** Files and deliveries that were done at the kill. */
  killedAfterSteps: number;
  tookMs: number;
}

const CALL_LIMIT_MS = 15_000;
const SETTLE_LIMIT_MS = 180_000;
const RUNS = BACKFILLED + 1;
const STEPS = RUNS * (DRILLED_FORMATS.length + RECIPIENTS);

interface Drill extends MailedSystem {
  receiver: MoodyReceiver;
  organization: DrillOrganization;
  api: ApiClient;
  random: Random;
  outages: Outage[];
  undisturbed: Map<string, string>;
}

/** Runs the rounds and answers them, the last one being the schedule of each minute. @throws Error when the system does not come back */
export async function runReportDrill(request: ReportDrillRequest): Promise<ReportRound[]> {
  const receiver = await startMoodyReceiver();
  const mailed = await startMailedSystem({ ...request, settings: { WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  request.onSystem?.(mailed);
  try {
    const drill = await prepare(mailed, { receiver, seed: request.seed });
    const rounds: ReportRound[] = [];
    const keep = (name: string, round: ReportRound): void => {
      rounds.push(round);
      request.log(lineOf(name, round));
    };
    for (const number of drilledReports.keys()) keep('undisturbed', await runOnce(drill, number, null));
    const minutely = await startMinutely(drill);
    const choice = new KillChoice(drill.random);
    for (let number = 1; number <= request.rounds; number += 1) {
      keep(`round ${String(number)}`, await runOnce(drill, number, choice.next()));
    }
    keep('each minute', await endMinutely(drill, minutely));
    return rounds;
  } finally {
    await mailed.remove();
    await receiver.close();
  }
}

async function prepare(
  mailed: MailedSystem,
  { receiver, seed }: { receiver: MoodyReceiver; seed: number },
): Promise<Drill> {
  const api = new ApiClient(mailed.system.apiUrl, CALL_LIMIT_MS);
  const organization = await seedReportWorld(mailed.system, api);
  await until('everything is computed', () =>
    withEvidence(mailed.system.databaseAdminUrl, async (client) => {
      const { outboxWaiting, dirtyRanges } = await backlogOf(client);
      return outboxWaiting === 0 && dirtyRanges === 0;
    }),
  );
  return { ...mailed, receiver, organization, api, random: createRandom(seed), outages: [], undisturbed: new Map() };
}

/** One schedule: runs of past days and one of now, something killed meanwhile, unless `target` is null, then judged. */
async function runOnce(drill: Drill, number: number, target: KillTarget | null): Promise<ReportRound> {
  const { system, receiver, random, api, organization } = drill;
  const began = performance.now();
  const answers: Answers = { replies: 0, wrong: [] };
  await api.logIn(organization.login);
  const drilled = drilledReports[number % drilledReports.length] ?? drilledReports[0];
  const body = scheduleBody(`Round ${String(number)}`, drilled, receiver);
  const scheduleId = String((await api.demand({ method: 'POST', path: '/report-schedules', body }))['id']);
  const mood = target === null ? 'takes' : random.pick(moods);
  receiver.turn(mood);
  const asking = askForRuns(drill, scheduleId, answers);
  const wanted = random.integer(0, STEPS - 1);
  const killedAfterSteps = target === null ? STEPS : await awaitSteps(drill, { scheduleId, wanted, mood });
  if (target !== null) drill.outages.push(await killTarget(drill, target));
  receiver.turn('takes');
  await asking;
  await until(`the runs of round ${String(number)} end`, () =>
    withEvidence(system.databaseAdminUrl, async (client) => (await progressOf(client, scheduleId)).ended >= RUNS),
  );
  if (target === null) await keepFigures(drill, scheduleId);
  const verdict = await judge(drill, scheduleId);
  if (verdict.runs !== RUNS) verdict.losses.push(`${String(verdict.runs)} runs instead of ${String(RUNS)}`);
  if (verdict.doubled > MOST_DOUBLED_BY_ONE_KILL) verdict.losses.push('more came twice than were under way');
  verdict.losses.push(...answers.wrong);
  return {
    ...verdict,
    target: target ?? 'nothing',
    mood,
    killedAfterSteps,
    tookMs: Math.round(performance.now() - began),
  };
}

/** Runs of the last days, and one of now, each asked for until it is answered. */
async function askForRuns({ api, organization }: Drill, scheduleId: string, answers: Answers): Promise<void> {
  const path = `/report-schedules/${scheduleId}`;
  const to = addDays(organization.firstDate, -1);
  const body = { from: addDays(to, 1 - BACKFILLED), to };
  await Promise.all([
    insist(api, { method: 'POST', path: `${path}:backfill`, body, idempotencyKey: newId() }, answers),
    insist(api, { method: 'POST', path: `${path}:run`, idempotencyKey: newId() }, answers),
  ]);
}

/** A receiver that does not take anything keeps a share of the steps from being done. */
async function awaitSteps(
  { system }: Drill,
  { scheduleId, wanted, mood }: { scheduleId: string; wanted: number; mood: Mood },
): Promise<number> {
  const reachable = mood === 'takes' ? wanted : Math.min(wanted, STEPS - RUNS - 1);
  const done = await pollUntil(
    () =>
      withEvidence(system.databaseAdminUrl, async (client) => {
        const { steps } = await progressOf(client, scheduleId);
        return steps >= reachable ? steps : undefined;
      }),
    SETTLE_LIMIT_MS,
  );
  if (done === undefined) throw new Error(`${String(reachable)} files and deliveries were not done`);
  return done;
}

async function judge(drill: Drill, scheduleId: string): Promise<ReportVerdict> {
  const { system, organization, taken, receiver, outages, undisturbed } = drill;
  const facts = {
    organizationId: organization.organizationId,
    filesFolder: join(system.home, 'files'),
    mails: taken.byMessageId(),
    messages: receiver.taken,
    outages,
    undisturbed,
  };
  const verdict = await withEvidence(system.databaseAdminUrl, (client) => verifyRuns(client, scheduleId, facts));
  if (receiver.forged() > 0) verdict.losses.push(`${String(receiver.forged())} messages were signed wrongly`);
  return verdict;
}

async function keepFigures({ system, undisturbed }: Drill, scheduleId: string): Promise<void> {
  const found = await withEvidence(system.databaseAdminUrl, (client) => undisturbedFigures(client, scheduleId));
  for (const [parameters, figures] of found) undisturbed.set(parameters, figures);
}

interface Minutely {
  scheduleId: string;
  began: number;
}

async function startMinutely({ api, receiver }: Drill): Promise<Minutely> {
  const body = { ...scheduleBody('Each minute', drilledReports[0], receiver), cron: '* * * * *' };
  const { id } = await api.demand({ method: 'POST', path: '/report-schedules', body });
  return { scheduleId: String(id), began: Date.now() };
}

/** Every minute had its run, and all are as they should be. */
async function endMinutely(drill: Drill, { scheduleId, began }: Minutely): Promise<ReportRound> {
  const { system } = drill;
  const settling = performance.now();
  const span = { began, ended: Date.now() };
  const missing = (): Promise<string[]> =>
    withEvidence(system.databaseAdminUrl, (client) => unmetMinutes(client, scheduleId, span));
  await pollUntil(async () => ((await missing()).length === 0 ? true : undefined), SETTLE_LIMIT_MS);
  const losses = (await missing()).map((minute) => `no run has ended that was due at ${minute}`);
  const verdict = await judge(drill, scheduleId);
  const tookMs = Math.round(performance.now() - settling);
  return {
    ...verdict,
    losses: [...losses, ...verdict.losses],
    target: 'nothing',
    mood: 'takes',
    killedAfterSteps: 0,
    tookMs,
  };
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const seen = await pollUntil(async () => ((await isSo()) ? true : undefined), SETTLE_LIMIT_MS);
  if (seen === undefined) throw new Error(`not seen within ${String(SETTLE_LIMIT_MS)} ms: ${what}`);
}

function lineOf(name: string, round: ReportRound): string {
  const { target, mood, killedAfterSteps, tookMs, runs, files, deliveries, doubled, losses } = round;
  const kill = `kill -9 of ${target} after ${String(killedAfterSteps)} files and deliveries, receiver ${mood}`;
  return [
    target === 'nothing' ? name : `${name}: ${kill}`,
    `${String(runs)} runs, ${String(files)} files, ${String(deliveries)} deliveries, ${String(doubled)} of them twice`,
    `${String(tookMs)} ms`,
    losses.length === 0 ? 'nothing lost' : `LOST: ${losses.slice(0, 5).join(' | ')}`,
  ].join('; ');
}
