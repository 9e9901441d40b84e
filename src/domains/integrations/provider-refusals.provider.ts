/** What a status and a body of either provider mean, and sending within the shared limit. */
import type { ProviderLimit, ProviderRateLimit } from '../../platform/provider-rate-limit';
import { RateLimitUnavailable } from '../../platform/provider-rate-limit';
import { exchange, type ProviderAnswer, type ProviderRequest } from './provider-http.provider';
import { ProviderError } from './provider.types';

/** How often a request that is refused with 429 is sent again, although we keep to the limit: others may use the same key. */
const ATTEMPTS = 4;
const NEVER = new AbortController().signal;

/**
 * Sends within the limit; a 429 makes every process wait `limit.windowMs` and is sent again a few times.
 * @throws ProviderError for everything but a 2xx.
 */
export async function sendWithin(
  limiter: ProviderRateLimit,
  limit: ProviderLimit,
  request: ProviderRequest,
): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await within(limiter, limit, request);
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    if (answer.status !== 429) throw refusalOf(answer);
    const waitMs = retryAfterOf(answer) ?? limit.windowMs;
    await limiter.block(limit, waitMs);
    if (attempt === ATTEMPTS) {
      throw new ProviderError('rate_limited', 'refused for too many requests', {
        retryAfterMs: waitMs,
        httpStatus: 429,
      });
    }
  }
}

async function within(
  limiter: ProviderRateLimit,
  limit: ProviderLimit,
  request: ProviderRequest,
): Promise<ProviderAnswer> {
  try {
    return await limiter.run(limit, () => exchange(request), request.signal ?? NEVER);
  } catch (error) {
    if (error instanceof RateLimitUnavailable) throw new ProviderError('unavailable', error.message, { cause: error });
    throw error;
  }
}

/** Seconds of Retry-After, which neither provider documents. */
function retryAfterOf({ headers }: ProviderAnswer): number | undefined {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) * 1000 : undefined;
}

function refusalOf({ status, body }: ProviderAnswer): ProviderError {
  const words = wordsOf(body);
  const details = { httpStatus: status };
  const said = `${String(status)}${words === '' ? '' : ` ${words}`}`;
  const errorType = textOf(body, 'error_type');
  if (status === 401 || errorType === 'unauthorized_access') {
    return new ProviderError('revoked', `the key is not accepted: ${said}`, details);
  }
  if (status === 403 || errorType === 'no_permission') {
    const scope = /[a-z]+(?:-[a-z]+)*(?::[a-z]+(?:-[a-z]+)*)+/.exec(words)?.[0];
    return new ProviderError(
      'missing_scope',
      `not allowed: ${said}`,
      scope === undefined ? details : { ...details, scope },
    );
  }
  if (status >= 500 || status === 408 || status === 425) return new ProviderError('unavailable', said, details);
  return new ProviderError('contract_breach', `the request was refused: ${said}`, details);
}

/** The two error shapes: `{error, details}` of Payfit, `{error_type, error_description}` of Gryzzly. At most 300 characters. */
function wordsOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const { details } = body as { details?: unknown };
  const more = typeof details === 'object' ? JSON.stringify(details) : textOf(body, 'details');
  const parts = ['error', 'error_type', 'error_description', 'message'].map((name) => textOf(body, name));
  return [...parts, more]
    .filter((part) => part !== undefined && part !== '')
    .join(': ')
    .slice(0, 300);
}

function textOf(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value = (body as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}
