/** Where a webhook may go, and what the answer to an attempt means for the next one. */
import { isIpAddress, isPublicAddress } from './public-address.rules';

/** Why an attempt did not deliver. */
export type WebhookFailure =
  | 'url_refused' // no http(s) URL, with a password in it, or without TLS
  | 'address_refused' // the name leads to an address that is not public
  | 'name_not_resolved'
  | 'connection_failed' // refused, broken off, or a certificate that is not trusted
  | 'timed_out'
  | 'redirected' // redirects are never followed
  | 'gone' // 410: the receiver wants no more
  | 'answered_with_error'; // any other status outside 200-299

/** What became of an attempt; nothing about it is thrown. */
export type WebhookOutcome =
  | { outcome: 'delivered'; status: number }
  | {
      /** `permanent`: another attempt would fail the same way. */
      outcome: 'retryable' | 'permanent';
      reason: WebhookFailure;
      /** Of the answer; null when none came. */
      status: number | null;
      /** How long the receiver asks to be left alone, 0 … 24 h; null when it did not say. */
      retryAfterMs: number | null;
    };

/** Longest URL that is taken. */
export const WEBHOOK_URL_MAX_LENGTH = 2_000;
const LONGEST_WAIT_MS = 24 * 3_600_000;

/**
 * Why `url` can't be called, for the person who entered it; null when it can be tried. Without `allowPrivateAddresses` it
 * must be `https` and its host, when it is an IP address, public; what a name leads to is judged when it is called.
 */
export function webhookUrlProblem(url: string, settings: { allowPrivateAddresses: boolean }): string | null {
  if (url.length > WEBHOOK_URL_MAX_LENGTH) return `a URL has at most ${String(WEBHOOK_URL_MAX_LENGTH)} characters`;
  if (!URL.canParse(url)) return 'this is no URL';
  const { protocol, username, password, hostname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return 'only https URLs can be called';
  if (username !== '' || password !== '') return 'a URL with a user name or password is not stored';
  if (settings.allowPrivateAddresses) return null;
  if (protocol !== 'https:') return 'only https URLs can be called';
  const host = hostOf(hostname);
  return isIpAddress(host) && !isPublicAddress(host) ? 'this address is not public' : null;
}

/** The host of a parsed URL without the brackets of IPv6. */
export function hostOf(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** A failure without an answer. */
export function failedWithoutAnswer(reason: WebhookFailure): WebhookOutcome {
  return {
    outcome: reason === 'url_refused' ? 'permanent' : 'retryable',
    reason,
    status: null,
    retryAfterMs: null,
  };
}

/**
 * What an answer means: 2xx delivered, 410 never again, anything else again later (a receiver in the middle of a deploy answers
 * 404 or 401 as well).
 */
export function outcomeOfAnswer(answer: { status: number; retryAfter: string | null }, now: Date): WebhookOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  if (status === 410) return { outcome: 'permanent', reason: 'gone', status, retryAfterMs: null };
  const retryAfterMs = retryAfterMsOf(answer.retryAfter, now);
  const reason = status >= 300 && status < 400 ? 'redirected' : 'answered_with_error';
  return { outcome: 'retryable', reason, status, retryAfterMs };
}

/** Of a `Retry-After` header (RFC 9110 §10.2.3: seconds or a date), 0 … 24 h; null when there is none or it is neither. */
export function retryAfterMsOf(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const text = header.trim();
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS);
}
