/** What happens to every request of a route, in the order refusals are given: 401, 403 by role, 400, 404, 403 by record, 409/412. */
import type { Context } from 'koa';
import { z } from 'zod';
import { isPermitted, type Actor } from '../access/actor';
import type { CallerClaims } from '../platform/access-tokens';
import type { Clock } from '../platform/clock';
import type { Database, Transaction } from '../platform/database';
import { claimIdempotencyKey, fingerprintOf, storeAnswer } from '../platform/idempotency';
import { runInOrganization, runInSystemScope, type UnitOfWork } from '../platform/unit-of-work';
import { DomainError, invalidField } from '../shared/domain-error';
import { isUuid } from '../shared/ids';
import { parseJson, readBodyText } from './request-body';
import type { Answer, FileBody, HandlerInput, OrganizationRoute, PublicRoute, RequestFacts, Route } from './route';
import { validateBody, validateParams, validateQuery } from './validate-request';

/**
 * What the runner needs; `resolveActor` turns a token's claims into who may act now, or refuses. With an organisation given,
 * that is who acts there when the user is a member of it.
 */
export interface RouteRuntime {
  database: Database;
  clock: Clock;
  resolveActor: (trx: Transaction, claims: CallerClaims, organizationId?: string) => Promise<Actor>;
  /** Outside production every answer is checked against its schema, and one that does not fit is our error. */
  checkAnswers: boolean;
}

type AnyInput = HandlerInput<unknown, unknown, unknown>;
type AnyOrganizationRoute = OrganizationRoute<z.ZodType, z.ZodType, z.ZodType>;
type AnyPublicRoute = PublicRoute<z.ZodType, z.ZodType, z.ZodType>;

/** Runs one request through its route and writes the answer. @throws DomainError every refusal */
export async function runRoute(runtime: RouteRuntime, route: Route, ctx: Context): Promise<void> {
  const bodyText = await bodyTextOf(route, ctx);
  const answer =
    route.permission === 'public'
      ? await runPublic(runtime, route, { ctx, bodyText })
      : await runSignedIn(runtime, route, { ctx, bodyText });
  if (answer.body instanceof DomainError) throw answer.body;
  if (runtime.checkAnswers && !ctx.state['isDryRun']) checkAnswer(route, answer);
  if (route.files !== undefined) ctx.vary(['Accept', 'Accept-Language']);
  writeAnswer(ctx, answer);
  if (answer.file !== undefined) await writeFile(ctx, answer.file);
}

async function bodyTextOf(route: Route, ctx: Context): Promise<string> {
  if (route.permission !== 'public') requireClaims(ctx);
  return readBodyText(ctx.req);
}

async function runPublic(
  runtime: RouteRuntime,
  route: AnyPublicRoute,
  request: { ctx: Context; bodyText: string },
): Promise<Answer> {
  const input = inputOf(route, request.ctx, request.bodyText);
  return route.handlePublic((work) => runInSystemScope(runtime.database, 'login', work), input);
}

async function runSignedIn(
  runtime: RouteRuntime,
  route: AnyOrganizationRoute,
  request: { ctx: Context; bodyText: string },
): Promise<Answer> {
  const { ctx, bodyText } = request;
  const claims = requireClaims(ctx);
  const facts = {
    organizationId: claims.organizationId,
    resolveActor: async (trx: Transaction) => {
      const actor = await runtime.resolveActor(trx, claims, organizationNamed(route, ctx));
      ctx.state['actor'] = actor;
      return actor;
    },
    now: runtime.clock.now(),
    requestId: ctx.state['requestId'] as string,
    ifMatch: ctx.get('If-Match') === '' ? null : ctx.get('If-Match'),
    correlation: { correlationId: ctx.state['requestId'] as string },
  };
  const enter: Entrance = (work) =>
    runInOrganization(runtime.database, facts, async (uow) => {
      requirePermission(route, uow.actor);
      return work(uow, inputOf(route, ctx, bodyText));
    });
  const prepared = await prepare(route, enter);
  return enter(async (uow, input) => {
    if (route.dryRun === undefined && isDryRun(input.query)) uow.discard();
    ctx.state['isDryRun'] = uow.isDryRun;
    const answer = await answerOnce(uow, route, { ctx, bodyText, handle: () => route.handle(uow, input, prepared) });
    return uow.isDryRun ? dryRunAnswer(answer) : answer;
  });
}

/** Runs `work` in a unit of work of its own, once the caller is known and allowed and what they sent is valid. */
type Entrance = <T>(work: (uow: UnitOfWork, input: AnyInput) => Promise<T>) => Promise<T>;

async function prepare({ preparation }: AnyOrganizationRoute, enter: Entrance): Promise<unknown> {
  if (preparation === undefined) return undefined;
  const { found, input } = await enter(async (uow, given) => ({
    found: await preparation.lookUp(uow, given),
    input: given,
  }));
  return preparation.compute(found, input);
}

/** The organisation that the path names; undefined where it names none, or nothing that could be one. */
function organizationNamed(route: AnyOrganizationRoute, ctx: Context): string | undefined {
  if (route.organizationParam === undefined) return undefined;
  const named = String((ctx['params'] as Record<string, unknown>)[route.organizationParam]).toLowerCase();
  return isUuid(named) ? named : undefined;
}

async function answerOnce(
  uow: UnitOfWork,
  route: AnyOrganizationRoute,
  request: { ctx: Context; bodyText: string; handle: () => Promise<Answer> },
): Promise<Answer> {
  const { ctx, bodyText, handle } = request;
  const key = ctx.get('Idempotency-Key');
  // Answers about sessions hold tokens, of which nothing but hashes is stored.
  const isStorable = route.method === 'POST' && route.audit !== 'none:session' && !uow.isDryRun;
  if (key === '' || !isStorable || uow.actor.userId === null) return handle();
  if (key.length > 255)
    throw invalidField('/header/Idempotency-Key', 'too_long', 'Idempotency-Key is longer than 255 characters');
  const stored = await claimIdempotencyKey(uow, key, fingerprintOf(ctx.method, ctx.url, bodyText));
  if (stored !== undefined) return { ...stored, headers: { ...stored.headers, 'Idempotency-Replayed': 'true' } };
  const answer = await handle();
  const headers = { ...answer.headers, ...(answer.version === undefined ? {} : { ETag: etagOf(answer.version) }) };
  await storeAnswer(uow, key, { status: answer.status, headers, body: withoutSecrets(route, answer.body) });
  return answer;
}

function withoutSecrets({ shownOnce = [] }: AnyOrganizationRoute, body: unknown): unknown {
  if (shownOnce.length === 0) return body;
  return { ...(body as object), ...Object.fromEntries(shownOnce.map((field) => [field, null])) };
}

/** A dry run answers 200 with the impact alone, whatever the verb would have answered. */
function dryRunAnswer(answer: Answer): Answer {
  const impact = (answer.body as { impact?: unknown } | undefined)?.impact;
  return { status: 200, body: { dry_run: true, impact } };
}

function isDryRun(query: unknown): boolean {
  return (query as { dry_run?: boolean } | undefined)?.dry_run === true;
}

function requireClaims(ctx: Context): CallerClaims {
  const claims = ctx.state['claims'] as CallerClaims | undefined;
  if (claims !== undefined) return claims;
  const reason = ctx.state['tokenProblem'] as string | undefined;
  if (reason === 'expired') throw new DomainError('token_expired', 'The access token has expired; refresh it.');
  throw new DomainError('unauthenticated', 'Send a valid access token as Authorization: Bearer.');
}

function requirePermission(route: AnyOrganizationRoute, actor: Actor): void {
  const { permission } = route;
  if (permission === 'signed-in') {
    if (actor.kind !== 'token' || route.openToTokens) return;
    throw new DomainError('forbidden', 'An API token can not do this; sign in.');
  }
  if (isPermitted(actor, permission)) return;
  const lacking = actor.kind === 'token' ? 'This API token' : `Your role (${actor.role})`;
  throw new DomainError('forbidden', `${lacking} lacks the permission ${permission}.`, { permission });
}

function inputOf(route: Route, ctx: Context, bodyText: string): AnyInput {
  const query = validateQuery(route, ctx.query);
  const body = bodyText === '' && mayBeAbsent(route.request.body) ? undefined : validateBody(route, bodyOf(bodyText));
  const params = validateParams(route, ctx['params']);
  return { params, query, body, facts: factsOf(ctx, bodyText) };
}

function mayBeAbsent(body: z.ZodType | undefined): boolean {
  return body === undefined || body.safeParse(undefined).success;
}

function bodyOf(text: string): unknown {
  if (text === '') throw new DomainError('malformed_body', 'This operation needs a JSON body.');
  return parseJson(text);
}

function factsOf(ctx: Context, bodyText: string): RequestFacts {
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

function checkAnswer(route: Route, answer: Answer): void {
  const schema = route.response[answer.status];
  const replayed = answer.headers?.['Idempotency-Replayed'] === 'true';
  if (replayed || answer.json?.isCached === true) return;
  if (schema === undefined)
    throw new Error(`${route.method} ${route.path} answered an undeclared ${String(answer.status)}`);
  if (schema === null) return;
  const result = schema.safeParse(JSON.parse(answer.json?.text ?? JSON.stringify(answer.body)));
  if (!result.success)
    throw new Error(`${route.method} ${route.path} answered against its schema: ${z.prettifyError(result.error)}`);
}

function writeAnswer(ctx: Context, answer: Answer): void {
  ctx.status = answer.status;
  if (answer.headers !== undefined) ctx.set(answer.headers);
  if (answer.version !== undefined) ctx.set('ETag', etagOf(answer.version));
  if (ctx.method === 'GET' && answer.version !== undefined && isKnown(ctx, etagOf(answer.version))) {
    ctx.status = 304;
    ctx.body = null;
    return;
  }
  if (answer.json !== undefined) {
    ctx.type = 'application/json';
    ctx.body = answer.json.text;
    return;
  }
  ctx.body = answer.body ?? null;
  if (answer.body === undefined || answer.body === null) ctx.status = answer.status;
}

/** The file in place of the JSON body. A page that is shown may run nothing and load nothing. */
async function writeFile(ctx: Context, file: FileBody): Promise<void> {
  ctx.body = await file.bytes();
  ctx.set('Content-Type', file.mediaType);
  if (file.isInline) ctx.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  ctx.attachment(file.name, { type: file.isInline ? 'inline' : 'attachment' });
}

/** Not `ctx.fresh`: fetch sends `Cache-Control: no-cache` with its own `If-None-Match`, and that would forbid a 304. */
function isKnown(ctx: Context, etag: string): boolean {
  const known = ctx
    .get('If-None-Match')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}

function etagOf(version: number): string {
  return `"${String(version)}"`;
}
