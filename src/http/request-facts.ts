/** What a few handlers may know of a request beside its validated input. */
import type { Context } from 'koa';
import type { RequestFacts } from './route';

/** `bodyText` is the body as it was sent. */
export function factsOf(ctx: Context, bodyText: string): RequestFacts {
  return {
    requestId: ctx.state['requestId'] as string,
    address: ctx.ip,
    header: (name) => (ctx.get(name) === '' ? null : ctx.get(name)),
    bodyText,
    userAgent: ctx.get('User-Agent') === '' ? null : ctx.get('User-Agent').slice(0, 300),
    prefersRepresentation: /\breturn=representation\b/.test(ctx.get('Prefer')),
    preferredType: (mediaTypes) => ctx.accepts([...mediaTypes]) || null,
    preferredLanguage: (languages) => ctx.acceptsLanguages([...languages]) || null,
  };
}
