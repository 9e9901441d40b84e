/** A plain read that was answered before and would be answered the same now: given again without a transaction. */
import type { Context } from 'koa';
import type { Actor, Caller } from '../access/actor';
import type { CallerClaims } from '../platform/access-tokens';
import { watchReads, type ReadAddress, type ReadCache } from '../platform/read-cache';
import type { UnitOfWork } from '../platform/unit-of-work';
import type { Answer, Route } from './route';

export interface ReadAgainRuntime {
  readCache: ReadCache;
  /** Who a token's bearer is now, found without a transaction. */
  findCaller: (claims: CallerClaims) => Promise<Caller>;
}

/** Keeps the answer that came of what was watched, where it may be kept; answers it with its body as text. */
export type KeepRead = (answer: Answer) => Answer;

/** The kept answer, or undefined. Who asks and what they may is looked up as ever. @throws DomainError unauthenticated, what `admit` throws */
export async function findRead(
  { readCache, findCaller }: ReadAgainRuntime,
  { route, ctx, claims }: { route: Route; ctx: Context; claims: CallerClaims },
  admit: (actor: Actor) => void,
): Promise<Answer | undefined> {
  if (route.isCacheable !== true) return undefined;
  const address = addressOf(ctx, claims);
  if (!readCache.mayHave(address)) return undefined;
  const caller = await findCaller(claims);
  ctx.state['actor'] = caller.actor;
  admit(caller.actor);
  if (caller.dataVersion === null) return undefined;
  const kept = readCache.find(address, { rights: rightsOf(caller.actor), dataVersion: caller.dataVersion });
  if (kept === undefined) return undefined;
  return { status: 200, json: { text: kept.text, isCached: true }, ...versionOf(kept.version) };
}

/** Notes what is read from here on; undefined where this route's answers are never kept. */
export function watchRead(
  { readCache }: ReadAgainRuntime,
  { route, ctx, claims }: { route: Route; ctx: Context; claims: CallerClaims },
  { uow, dataVersion }: { uow: UnitOfWork; dataVersion: number | null },
): KeepRead | undefined {
  if (route.isCacheable !== true || dataVersion === null) return undefined;
  const isFromVersioned = watchReads(uow.trx);
  return (answer) => {
    const { status, body, version, headers, file } = answer;
    const isPlain = status === 200 && body !== undefined && headers === undefined && file === undefined;
    if (!isPlain || uow.hasToldTime || !isFromVersioned()) return answer;
    const text = JSON.stringify(body);
    readCache.keep(addressOf(ctx, claims), { text, version, rights: rightsOf(uow.actor), dataVersion });
    return { status, json: { text, isCached: false }, ...versionOf(version) };
  };
}

function addressOf({ url }: Context, claims: CallerClaims): ReadAddress {
  const { organizationId } = claims;
  return { organizationId, caller: 'tokenId' in claims ? claims.tokenId : claims.userId, url };
}

function rightsOf({ role, personId, scopes = [] }: Actor): string {
  return [role, personId, ...scopes].join(' ');
}

function versionOf(version: number | undefined): { version?: number } {
  return version === undefined ? {} : { version };
}
