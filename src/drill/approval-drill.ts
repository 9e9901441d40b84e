/**
 * The drill of approvals: requests are asked, approved at two levels, declined and cancelled while everything is killed; many
 * times. Nothing that was answered is lost, each effect is there once, and everybody is told.
 */
import { type ApiClient } from './api-client';
import { prepareWorld, type ApprovalWorld, type Ending } from './approval-world';
import { verifyRequests, type Verdict } from './approval-verification';
import { startMailSink } from './mail-sink';
import { createRandom, type Random } from './random';
import { WholeSystem, type WholeSystemRequest } from './whole-system';
import { pollUntil } from '../local-servers/poll-until';
import { newId } from '../shared/ids';

export interface ApprovalDrillRequest extends WholeSystemRequest {
  rounds: number;
  seed: number;
  log: (line: string) => void;
  /** The system once it is there, for a caller who may have to end it early. */
  onSystem?: (system: WholeSystem) => void;
}

export interface ApprovalRound extends Verdict {
  processes: number;
  /** Answers that came before the kill. */
  killedAfterReplies: number;
  readyAfterMs: number;
}

const REQUESTS = 12;
const START_LIMIT_MS = 120_000;
const ENDINGS: readonly Ending[] = ['approved', 'approved', 'declined', 'cancelled'];

/** Runs the rounds; the system is ended and its home removed in any case. @throws Error when the system does not come back */
export async function runApprovalDrill(request: ApprovalDrillRequest): Promise<ApprovalRound[]> {
  const sink = await startMailSink();
  const system = await WholeSystem.prepare({ ...request, env: { ...request.env, SMTP_URL: sink.url } });
  request.onSystem?.(system);
  try {
    await system.start(START_LIMIT_MS);
    const world = await prepareWorld(system);
    const random = createRandom(request.seed);
    const rounds: ApprovalRound[] = [];
    for (let number = 1; number <= request.rounds; number += 1) {
      const round = await killOnce(system, { world, random, taken: sink.taken });
      rounds.push(round);
      request.log(lineOf(number, round));
    }
    return rounds;
  } finally {
    await system.remove();
    await sink.close();
  }
}

async function killOnce(
  system: WholeSystem,
  { world, random, taken }: { world: ApprovalWorld; random: Random; taken: ReadonlyMap<string, number> },
): Promise<ApprovalRound> {
  const counter: Counter = { replies: 0, wrong: [] };
  const wanted = random.integer(1, 2 * REQUESTS);
  const endings = Array.from({ length: REQUESTS }, () => random.pick(ENDINGS));
  const working = Promise.all(endings.map((ending) => carryThrough(world, ending, counter)));
  await pollUntil(() => Promise.resolve(counter.replies >= wanted ? true : undefined), START_LIMIT_MS);
  const killedAfterReplies = counter.replies;
  const processes = await system.killAll();
  const readyAfterMs = await system.start(START_LIMIT_MS);
  await world.logInAgain();
  const ids = await working;
  const expected = new Map(ids.map((id, index) => [id, endings[index] ?? 'approved']));
  const verdict = await verifyRequests(system.databaseAdminUrl, { expected, taken });
  return {
    ...verdict,
    losses: [...counter.wrong, ...verdict.losses],
    processes,
    killedAfterReplies,
    readyAfterMs,
  };
}

/** How far the work of a round is. */
interface Counter {
  replies: number;
  /** Answers that a correct system never gives. */
  wrong: string[];
}

/** Asks, and ends the request as wanted; answers its id. What got no answer is sent again, and may then have happened already. */
async function carryThrough(world: ApprovalWorld, ending: Ending, counter: Counter): Promise<string> {
  const idempotencyKey = newId();
  const asked = { method: 'POST', path: '/allocation-requests', body: world.bookingBody, idempotencyKey } as const;
  const body = await insist(world.requester.api, asked, counter);
  const id = String(body['id']);
  const act = (api: ApiClient, verb: string, text?: object): Promise<unknown> =>
    insist(
      api,
      { method: 'POST', path: `/approvals/${id}:${verb}`, ...(text === undefined ? {} : { body: text }) },
      counter,
    );
  const [first, second] = world.approvers;
  if (ending === 'declined') await act(first.api, 'decline', { comment: 'Not now' });
  else if (ending === 'cancelled') await act(world.requester.api, 'cancel');
  else {
    await act(first.api, 'approve');
    await act(second.api, 'approve');
  }
  return id;
}

/** Sends until it is decided. Silence, "not now" and a token that has run out decide nothing. */
async function insist(
  api: ApiClient,
  call: Parameters<ApiClient['send']>[0],
  counter: Counter,
): Promise<Record<string, unknown>> {
  const answered = await pollUntil(async () => {
    const reply = await api.send(call);
    if (reply.status >= 500 && reply.status !== 503) counter.wrong.push(`${call.path}: ${String(reply.status)}`);
    const isDecided = reply.status === 200 || reply.status === 202 || reply.body['code'] === 'already_decided';
    if (!isDecided) return undefined;
    counter.replies += 1;
    return reply.body;
  }, START_LIMIT_MS);
  if (answered === undefined) throw new Error(`${call.path} stays without an answer`);
  return answered;
}

function lineOf(number: number, round: ApprovalRound): string {
  const parts = [
    `round ${String(number)}`,
    `killed after ${String(round.killedAfterReplies)} answers, ${String(round.processes)} processes`,
    `ready after ${String(round.readyAfterMs)} ms`,
    `${String(round.requests)} requests, ${String(round.effects)} bookings`,
    `told after ${String(round.settledMs)} ms, ${String(round.mails)} mails, ${String(round.doubledMails)} of them twice`,
    round.losses.length === 0 ? 'nothing lost' : `LOST: ${round.losses.slice(0, 5).join(' | ')}`,
  ];
  return parts.join('; ');
}
