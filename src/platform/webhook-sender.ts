/**
 * Sends a signed message to a URL that a user has entered (Standard Webhooks). The name is resolved once, every address it
 * has must be public, and the connection goes to the address that was judged: what DNS says a moment later changes nothing.
 * Redirects are not followed, the answer's body is thrown away, and time is bounded.
 */
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import { signatureHeaders } from '../shared/webhook-signature';
import type { Clock } from './clock';
import { isIpAddress, isPublicAddress } from './public-address.rules';
import {
  failedWithoutAnswer,
  hostOf,
  outcomeOfAnswer,
  webhookUrlProblem,
  type WebhookFailure,
  type WebhookOutcome,
} from './webhook-attempt.rules';

export interface WebhookMessage {
  url: string;
  /** 1-128 letters, digits, `-` and `_`; the same whenever this message is sent again, so that a receiver can tell. */
  messageId: string;
  /** JSON, sent and signed as it is. */
  body: string;
  /** `whsec_…`, at least one; several while a secret is being replaced. */
  secrets: readonly string[];
  /** Gives the attempt up; `send` then rejects with its reason. */
  signal?: AbortSignal;
}

export interface WebhookSender {
  /**
   * Makes one attempt. Repeating it sends the message again under the same id; receivers tell by that.
   * @throws Error for a message without a usable id or secret, a mistake of the caller; the signal's reason
   */
  send(message: WebhookMessage): Promise<WebhookOutcome>;
}

/** An address that a name leads to. */
export interface ResolvedAddress {
  address: string;
  family: number;
}

export interface WebhookSenderSettings {
  /** True lets messages go to this machine and the networks around it, and without TLS. */
  allowPrivateAddresses: boolean;
  /** All addresses of a name; the system's resolver unless a test brings one. */
  resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
  connectTimeoutMs?: number;
  /** From resolving the name to the answer's last header. */
  totalTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const TOTAL_TIMEOUT_MS = 15_000;
/** As much of an answer's body as is read before the connection is closed. */
const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const MESSAGE_ID = /^[\w-]{1,128}$/;

/** A sender with these settings; it keeps no connection open between messages. */
export function createWebhookSender(clock: Clock, settings: WebhookSenderSettings): WebhookSender {
  return {
    send: async (message) => {
      if (!MESSAGE_ID.test(message.messageId)) throw new Error('a message id is 1-128 letters, digits, - and _');
      if (message.secrets.length === 0) throw new Error('a message needs a secret to be signed with');
      message.signal?.throwIfAborted();
      if (webhookUrlProblem(message.url, settings) !== null) return refusedUrl(message.url, settings);
      const timeout = AbortSignal.timeout(settings.totalTimeoutMs ?? TOTAL_TIMEOUT_MS);
      const signal = message.signal === undefined ? timeout : AbortSignal.any([message.signal, timeout]);
      const outcome = await attempt(message, { clock, settings, signal });
      message.signal?.throwIfAborted();
      return outcome;
    },
  };
}

interface Attempt {
  clock: Clock;
  settings: WebhookSenderSettings;
  signal: AbortSignal;
}

async function attempt(message: WebhookMessage, { clock, settings, signal }: Attempt): Promise<WebhookOutcome> {
  const url = new URL(message.url);
  const found = await addressesOf(hostOf(url.hostname), { settings, signal });
  if (typeof found === 'string') return failedWithoutAnswer(found);
  const client = new Client(url.origin, {
    connect: { timeout: settings.connectTimeoutMs ?? CONNECT_TIMEOUT_MS, lookup: pinnedTo(found) },
    maxHeaderSize: MAX_HEADER_BYTES,
    pipelining: 0,
  });
  try {
    const response = await client.request(requestOf(message, { url, now: clock.now(), signal }));
    await discard(response, signal);
    const { 'retry-after': retryAfter } = response.headers;
    const answer = { status: response.statusCode, retryAfter: typeof retryAfter === 'string' ? retryAfter : null };
    return outcomeOfAnswer(answer, clock.now());
  } catch (error) {
    return failedWithoutAnswer(signal.aborted || isTimeout(error) ? 'timed_out' : 'connection_failed');
  } finally {
    await client.destroy();
  }
}

function requestOf(
  { messageId, body, secrets }: WebhookMessage,
  { url, now, signal }: { url: URL; now: Date; signal: AbortSignal },
): Dispatcher.RequestOptions {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  return {
    method: 'POST',
    path: `${url.pathname}${url.search}`,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Plan-Charge-Webhooks/1',
      ...signatureHeaders(secrets, { messageId, timestamp, body }),
    },
    body,
    signal,
  };
}

/** Where `host` leads, all of it judged; or why it can't be called. */
async function addressesOf(
  host: string,
  { settings, signal }: { settings: WebhookSenderSettings; signal: AbortSignal },
): Promise<readonly ResolvedAddress[] | WebhookFailure> {
  if (isIpAddress(host)) return [{ address: host, family: host.includes(':') ? 6 : 4 }]; // judged with the URL
  try {
    const found = await unlessAborted((settings.resolve ?? resolveAll)(host), signal);
    if (found.length === 0) return 'name_not_resolved';
    const allowed = settings.allowPrivateAddresses || found.every(({ address }) => isPublicAddress(address));
    return allowed ? found : 'address_refused';
  } catch {
    return signal.aborted ? 'timed_out' : 'name_not_resolved';
  }
}

function resolveAll(host: string): Promise<ResolvedAddress[]> {
  return lookup(host, { all: true, verbatim: true });
}

/** Answers a connection's question for the name's address with those that were judged. */
function pinnedTo(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, { all }, done) => {
    const [first] = addresses;
    if (all === true || first === undefined) done(null, [...addresses]);
    else done(null, first.address, first.family);
  };
}

/**
 * Reads a little of the body, so that a receiver that sends a short answer sees it taken. Cut off or too slow, it is no
 * failure: the status has come before, and it alone counts.
 */
async function discard({ body }: Dispatcher.ResponseData, signal: AbortSignal): Promise<void> {
  await Promise.allSettled([body.dump({ limit: MAX_ANSWER_BYTES, signal })]);
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      reject(new Error('given up'));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', giveUp);
    });
  });
}

/** A literal private address is told apart from a URL that is no good at all. */
function refusedUrl(url: string, settings: WebhookSenderSettings): WebhookOutcome {
  const isOfThePrivate = webhookUrlProblem(url, { ...settings, allowPrivateAddresses: true }) === null;
  const host = isOfThePrivate ? hostOf(new URL(url).hostname) : '';
  return failedWithoutAnswer(isIpAddress(host) && !isPublicAddress(host) ? 'address_refused' : 'url_refused');
}

function isTimeout(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /TIMEOUT|ETIMEDOUT/.test(code);
}
