/** Sends a request until it is decided, whatever is killed meanwhile. */
import { pollUntil } from '../local-servers/poll-until';
import type { ApiClient, Call } from './api-client';

/** How far the requests of a round are. */
export interface Answers {
  replies: number;
  /** Answers that a correct system never gives. */
  wrong: string[];
}

const ANSWER_LIMIT_MS = 120_000;

/**
 * The first answer that decides. Silence, "not now" and a token that has run out decide nothing; what got no answer may have
 * happened already.
 * @throws Error when none comes within two minutes
 */
export async function insist(api: ApiClient, call: Call, answers: Answers): Promise<Record<string, unknown>> {
  const answered = await pollUntil(async () => {
    const reply = await api.send(call);
    if (reply.status >= 500 && reply.status !== 503) answers.wrong.push(`${call.path}: ${String(reply.status)}`);
    const isDecided = (reply.status >= 200 && reply.status < 300) || reply.body['code'] === 'already_decided';
    if (!isDecided) return undefined;
    answers.replies += 1;
    return reply.body;
  }, ANSWER_LIMIT_MS);
  if (answered === undefined) throw new Error(`${call.path} stays without an answer`);
  return answered;
}
