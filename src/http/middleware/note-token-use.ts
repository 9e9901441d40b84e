/** Remembers API tokens that are good, and when they were used. */
import type { Context, Middleware, Next } from 'koa';
import type { Actor } from '../../access/actor';
import type { ApiTokenClaims } from '../../access/api-token';
import type { CallerClaims } from '../../platform/access-tokens';
import type { Clock } from '../../platform/clock';
import type { KnownTokens } from '../../platform/known-tokens';
import type { Logger } from '../../platform/logger';

export interface TokenUseDeps {
  known: KnownTokens;
  clock: Clock;
  logger: Logger;
  /** Stores the time of use. */
  note: (claims: ApiTokenClaims) => Promise<void>;
}

/** After the request, at most once a minute for a token; a use that can't be stored is logged and fails nothing. */
export function noteTokenUse({ known, clock, logger, note }: TokenUseDeps): Middleware {
  return async (ctx: Context, next: Next) => {
    try {
      await next();
    } finally {
      const claims = ctx.state['claims'] as CallerClaims | undefined;
      const actor = ctx.state['actor'] as Actor | undefined;
      if (claims !== undefined && 'tokenId' in claims && actor !== undefined && actor.userId !== null) {
        const owner = { userId: actor.userId, organizationId: actor.organizationId };
        if (known.see(claims.secretHash, owner, clock.now())) {
          await note(claims).catch((error: unknown) => {
            logger.warn({ err: error }, 'the use of an API token was not noted');
          });
        }
      }
    }
  };
}
