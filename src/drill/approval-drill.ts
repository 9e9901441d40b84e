/**
 * The drill of approvals: requests are asked, approved at two levels, declined and cancelled while something, or everything, is killed;
 * many times. Nothing that was answered is lost, each effect is there once, and everybody is told.
 */
import { pollUntil } from '../local-servers/poll-until';
import { newId } from '../shared/ids';
import { type ApiClient } from './api-client';
import { prepareWorld, type ApprovalWorld, type Ending } from './approval-world';
import { verifyRequests, type Verdict } from './approval-verification';
import { insist, type Answers } from './insist';
import { KillChoice, killTarget, type KillTarget } from './kill-targets';
import { startMailedSystem, type MailedRequest, type MailedSystem } from './mailed-system';
import { createRandom, type Random } from './random';

export interface ApprovalDrillRequest extends Pick<MailedRequest, 'env' | 'programs' | 'log'> {
  rounds: number;
  seed: number;
  /** The system once it is there, for a caller who may have to end it early. */
  onSystem?: (system: { remove: () => Promise<void> }) => void;
}

export interface ApprovalRound extends Verdict {
  target: KillTarget;
  /** Answers that came before the kill. */
  killedAfterReplies: number;
  readyAfterMs: number;
}

const REQUESTS = 12;
const START_LIMIT_MS = 120_000;
const ENDINGS: readonly Ending[] = ['approved', 'approved', 'declined', 'cancelled'];

/** Runs the rounds; the system is ended and its home removed in any case. @throws Error when the system does not come back */
export async function runApprovalDrill(request: ApprovalDrillRequest): Promise<ApprovalRound[]> {
  const mailed = await startMailedSystem(request);
  request.onSystem?.(mailed);
  try {
    const world = await prepareWorld(mailed.system);
    const random = createRandom(request.seed);
    const choice = new KillChoice(random);
    const rounds: ApprovalRound[] = [];
    for (let number = 1; number <= request.rounds; number += 1) {
      const round = await killOnce(mailed, { world, random, choice });
      rounds.push(round);
      request.log(lineOf(number, round));
    }
    return rounds;
  } finally {
    await mailed.remove();
  }
}

async function killOnce(
  mailed: MailedSystem,
  { world, random, choice }: { world: ApprovalWorld; random: Random; choice: KillChoice },
): Promise<ApprovalRound> {
  await world.logInAgain();
  const answers: Answers = { replies: 0, wrong: [] };
  const wanted = random.integer(1, 2 * REQUESTS);
  const target = choice.next();
  const endings = Array.from({ length: REQUESTS }, () => random.pick(ENDINGS));
  const working = Promise.all(endings.map((ending) => carryThrough(world, ending, answers)));
  await pollUntil(() => Promise.resolve(answers.replies >= wanted ? true : undefined), START_LIMIT_MS);
  const killedAfterReplies = answers.replies;
  const { from, to } = await killTarget(mailed, target);
  const ids = await working;
  const expected = new Map(ids.map((id, index) => [id, endings[index] ?? 'approved']));
  const verdict = await verifyRequests(mailed.system.databaseAdminUrl, { expected, taken: mailed.taken });
  const losses = [...answers.wrong, ...verdict.losses];
  return { ...verdict, losses, target, killedAfterReplies, readyAfterMs: to - from };
}

/** Asks, and ends the request as wanted; answers its id. What got no answer is sent again, and may then have happened already. */
async function carryThrough(world: ApprovalWorld, ending: Ending, answers: Answers): Promise<string> {
  const idempotencyKey = newId();
  const asked = { method: 'POST', path: '/allocation-requests', body: world.bookingBody, idempotencyKey } as const;
  const body = await insist(world.requester.api, asked, answers);
  const id = String(body['id']);
  const act = (api: ApiClient, verb: string, text?: object): Promise<unknown> =>
    insist(
      api,
      { method: 'POST', path: `/approvals/${id}:${verb}`, ...(text === undefined ? {} : { body: text }) },
      answers,
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

function lineOf(number: number, round: ApprovalRound): string {
  const parts = [
    `round ${String(number)}`,
    `kill -9 of ${round.target} after ${String(round.killedAfterReplies)} answers`,
    `ready after ${String(round.readyAfterMs)} ms`,
    `${String(round.requests)} requests, ${String(round.effects)} bookings`,
    `told after ${String(round.settledMs)} ms, ${String(round.mails)} mails, ${String(round.doubledMails)} of them twice`,
    round.losses.length === 0 ? 'nothing lost' : `LOST: ${round.losses.slice(0, 5).join(' | ')}`,
  ];
  return parts.join('; ');
}
