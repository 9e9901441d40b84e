/** Refuses callers beyond their limits and tells everybody where they stand, by the `RateLimit-*` headers. */
import { hash } from 'node:crypto';
import type { Context, Middleware, Next } from 'koa';
import type { CallerClaims } from '../../platform/access-tokens';
import type { KnownTokens } from '../../platform/known-tokens';
import type { Metrics } from '../../platform/metrics';
import { RATE_WINDOW_SECONDS, type CallerKeys, type RateLimits, type Standing } from '../../platform/rate-limits';
import { DomainError } from '../../shared/domain-error';
import { networkOf } from '../../shared/network-of';

/** Runs after `authenticate`: a token that is not sound, or an API token not yet seen to be good, counts for its address alone. */
export function limitRate(limits: RateLimits, known: KnownTokens, metrics: Metrics): Middleware {
  return async (ctx: Context, next: Next) => {
    const standings = await limits.count(keysOf(ctx, known));
    tell(ctx, standings);
    const refused = standings.filter(({ isRefused }) => isRefused);
    for (const { name } of refused) metrics.rateLimitRefusals.inc({ limit: name });
    const [first] = refused.sort((a, b) => b.resetSeconds - a.resetSeconds);
    if (first !== undefined) throw tooMany(first);
    await next();
  };
}

function keysOf(ctx: Context, known: KnownTokens): CallerKeys {
  const claims = ctx.state['claims'] as CallerClaims | undefined;
  const address = networkOf(ctx.ip);
  const owner = claims !== undefined && 'tokenId' in claims ? known.ownerOf(claims.secretHash) : claims;
  if (owner === undefined) return { address };
  const token = hash('sha256', ctx.get('Authorization'), 'base64url');
  return { address, token, user: owner.userId, organization: owner.organizationId };
}

/** `RateLimit-Policy` names every limit that counted; the others speak of the one with the fewest requests left. */
function tell(ctx: Context, standings: readonly Standing[]): void {
  const [tightest] = [...standings].sort((a, b) => a.remaining - b.remaining || b.resetSeconds - a.resetSeconds);
  if (tightest === undefined) return;
  const window = String(RATE_WINDOW_SECONDS);
  ctx.set({
    'RateLimit-Limit': String(tightest.limit),
    'RateLimit-Remaining': String(tightest.remaining),
    'RateLimit-Reset': String(tightest.resetSeconds),
    'RateLimit-Policy': standings.map(({ name, limit }) => `${String(limit)};w=${window};name="${name}"`).join(', '),
  });
}

function tooMany({ name, limit, resetSeconds }: Standing): DomainError {
  const message = `More than ${String(limit)} requests in a minute for one ${name}; go on in ${String(resetSeconds)} s.`;
  return new DomainError('too_many_requests', message, { limit_of: name, retry_after_seconds: resetSeconds });
}
