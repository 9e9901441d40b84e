/** What happens to every request of a route, in the order refusals are given: 401, 403 by role, 400, 404, 403 by record, 409/412. */
import type { Context } from 'koa';
import type { z } from 'zod';
import { isPermitted, type Actor, type Caller } from '../access/actor';
import type { CallerClaims } from '../platform/access-tokens';
import type { Clock } from '../platform/clock';
import type { Database, Transaction } from '../platform/database';
import { claimIdempotencyKey, fingerprintOf, storeAnswer } from '../platform/idempotency';
import { runInOrganization, runInSystemScope, type UnitOfWork, type UnitOfWorkRequest } from '../platform/unit-of-work';
import { DomainError, invalidField } from '../shared/domain-error';
import { isUuid } from '../shared/ids';
import { findRead, watchRead, type ReadAgainRuntime } from './read-again';
import { factsOf } from './request-facts';
import { receiveUpload, usingUpload } from './receive-upload';
import { parseJson, readBodyText } from './request-body';
import { checkAnswer } from './check-answer';
import {
  keepsAnswers,
  type Answer,
  type HandlerInput,
  type OrganizationRoute,
  type PublicRoute,
  type Route,
} from './route';
import { etagOf, writeAnswer, writeFile } from './write-answer';
import { validateBody, validateParams, validateQuery } from './validate-request';

/**
 * What the runner needs; `resolveCaller` turns a token's claims into who may act now, or refuses. With an organisation given,
 * that is who acts there when the user is a member of it.
 */
export interface RouteRuntime extends ReadAgainRuntime {
  database: Database;
  clock: Clock;
  resolveCaller: (trx: Transaction, claims: CallerClaims, organizationId?: string) => Promise<Caller>;
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
  if (route.permission !== 'public' && route.upload !== undefined) return '';
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
  const { ctx } = request;
  const claims = requireClaims(ctx);
  const admit = (actor: Actor): void => {
    requirePermission(route, actor);
  };
  const known = request.bodyText === '' ? await findRead(runtime, { route, ctx, claims }, admit) : undefined;
  if (known !== undefined) return known;
  const facts = unitFacts(runtime, route, { ctx, claims });
  const inOrganization = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> =>
    runInOrganization(runtime.database, facts, (uow) => {
      requirePermission(route, uow.actor);
      return work(uow);
    });
  const entrance =
    (bodyText: string): Entrance =>
    (work) =>
      inOrganization((uow) => work(uow, inputOf(route, ctx, bodyText)));
  const { upload } = route;
  if (upload === undefined) {
    const enter = entrance(request.bodyText);
    const prepared = await prepare(route, enter);
    return enter(async (uow, input) => {
      const keep = watchRead(runtime, { route, ctx, claims }, { uow, dataVersion: dataVersionIn(ctx) });
      const given = await answer(uow, route, { ...request, input, prepared });
      return keep === undefined ? given : keep(given);
    });
  }
  await inOrganization(() => Promise.resolve()); // who may not is told so before the file is read
  const { kept, fieldsText, fingerprint } = await receiveUpload(ctx.req, upload, claims.organizationId);
  return usingUpload(upload, kept, (use) =>
    entrance(fieldsText)((uow, input) =>
      answer(uow, route, { ctx, bodyText: fingerprint, input, prepared: kept, onHandle: use }),
    ),
  );
}

/** What a request brings to its unit of work; who acts is found inside the transaction. */
function unitFacts(
  runtime: RouteRuntime,
  route: AnyOrganizationRoute,
  { ctx, claims }: { ctx: Context; claims: CallerClaims },
): UnitOfWorkRequest {
  return {
    organizationId: claims.organizationId,
    resolveActor: async (trx: Transaction) => {
      const { actor, dataVersion } = await runtime.resolveCaller(trx, claims, organizationNamed(route, ctx));
      ctx.state['actor'] = actor;
      ctx.state['dataVersion'] = dataVersion;
      return actor;
    },
    now: runtime.clock.now(),
    requestId: ctx.state['requestId'] as string,
    ifMatch: ctx.get('If-Match') === '' ? null : ctx.get('If-Match'),
    correlation: { correlationId: ctx.state['requestId'] as string },
  };
}

function dataVersionIn(ctx: Context): number | null {
  return ctx.state['dataVersion'] as number | null;
}

/** Runs the handler, once for an idempotency key, and answers a dry run with what it would do. */
async function answer(
  uow: UnitOfWork,
  route: AnyOrganizationRoute,
  request: { ctx: Context; bodyText: string; input: AnyInput; prepared: unknown; onHandle?: () => void },
): Promise<Answer> {
  const { ctx, bodyText, input, prepared, onHandle } = request;
  if (route.dryRun === undefined && isDryRun(input.query)) uow.discard();
  ctx.state['isDryRun'] = uow.isDryRun;
  const handle = (): Promise<Answer> => {
    onHandle?.();
    return route.handle(uow, input, prepared);
  };
  const given = await answerOnce(uow, route, { ctx, bodyText, handle });
  return uow.isDryRun ? dryRunAnswer(given) : given;
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
  if (key === '' || !keepsAnswers(route) || uow.isDryRun || uow.actor.userId === null) return handle();
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
