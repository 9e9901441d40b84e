/** Reads the access token, or the API token, if there is one. Whether a route needs it is the route's business (`run-route.ts`). */
import type { Context, Middleware, Next } from 'koa';
import koaJwt from 'koa-jwt';
import { LRUCache } from 'lru-cache';
import { parseApiToken } from '../../access/api-token';
import { TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER, type AccessTokens } from '../../platform/access-tokens';
import { isUuid } from '../../shared/ids';

interface Payload {
  sub?: unknown;
  org?: unknown;
  sid?: unknown;
  exp?: unknown;
}

/** Tokens whose signature was checked, for as long as they are good: a client sends the same one with every request. */
const MOST_VERIFIED = 10_000;

/** Puts `claims` into the state when the token is sound (an API token is proven only by the database), else `tokenProblem` when one was sent. */
export function authenticate(tokens: AccessTokens): Middleware[] {
  const verify = verifySignature(tokens);
  const verified = new LRUCache<string, Payload>({ max: MOST_VERIFIED });
  const verifyOnce: Middleware = async (ctx: Context, next: Next) => {
    const sent = ctx.get('Authorization');
    const known = verified.get(sent);
    if (known !== undefined && isSound(known) && Date.now() < known.exp * 1000) {
      ctx.state['payload'] = known;
      await next();
      return;
    }
    await verify(ctx, async () => {
      const payload = ctx.state['payload'] as Payload | undefined;
      if (payload !== undefined && isSound(payload)) verified.set(sent, payload);
      await next();
    });
  };
  return [verifyOnce, takeClaims];
}

/** The check alone, of every token anew: `payload` in the state, or `jwtOriginalError`. */
export function verifySignature(tokens: AccessTokens): Middleware {
  return koaJwt({
    // Key objects spare the import of the key on each request; the package's types know only strings and buffers.
    secret: (header: { alg?: string; kid?: string }) => Promise.resolve(tokens.keyFor(header) as unknown as string),
    algorithms: [TOKEN_ALGORITHM],
    audience: TOKEN_AUDIENCE,
    issuer: TOKEN_ISSUER,
    passthrough: true,
    key: 'payload',
  });
}

/** What a sound token says. */
export async function takeClaims(ctx: Context, next: Next): Promise<void> {
  const payload = ctx.state['payload'] as Payload | undefined;
  const apiToken = parseApiToken(ctx.get('Authorization').replace(/^Bearer /i, ''));
  const problem = ctx.state['jwtOriginalError'] as Error | undefined;
  if (payload !== undefined && isSound(payload)) {
    ctx.state['claims'] = { userId: payload.sub, organizationId: payload.org, sessionId: payload.sid };
  } else if (apiToken !== undefined) {
    ctx.state['claims'] = apiToken;
  } else if (problem?.name === 'TokenExpiredError') {
    ctx.state['tokenProblem'] = 'expired';
  }
  await next();
}

function isSound(payload: Payload): payload is Payload & { exp: number } {
  const ids = [payload.sub, payload.org, payload.sid];
  return typeof payload.exp === 'number' && ids.every((id) => typeof id === 'string' && isUuid(id));
}
