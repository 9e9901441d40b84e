/**
 * A route as a value. The same value makes the middleware chain, the OpenAPI entry and the architecture tests' list of
 * routes; a route without a permission, schemas or an audit decision does not compile.
 */
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Permission } from '../access/permissions';
import type { InTransaction } from '../platform/database';
import type { UnitOfWork } from '../platform/unit-of-work';
import type { Kept, Upload } from './receive-upload';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/**
 * What a handler answers; `version` becomes the `ETag`. A body of undefined sends none. A
 * body that is a DomainError is answered as that refusal after the commit, where a refusal must leave a trace.
 */
export interface Answer {
  status: number;
  body?: unknown;
  /** The body as it is sent, made before; then there is no `body`. */
  json?: MadeJson;
  /** Sent instead of the body, which is still what the file was made from. */
  file?: FileBody;
  version?: number;
  headers?: Record<string, string>;
}

/** JSON text; one from the cache was checked against the schema when it was made. */
export interface MadeJson {
  text: string;
  isCached: boolean;
}

/** A file to send; its bytes are made after the commit, so that no connection waits for them. */
export interface FileBody {
  name: string;
  mediaType: string;
  /** Shown in the browser instead of saved. */
  isInline: boolean;
  bytes: () => Promise<Buffer | Readable>;
}

/** Facts of the request that a few handlers need beside the validated input. */
export interface RequestFacts {
  requestId: string;
  address: string;
  /** A header by its name in lower case; null when it was not sent. */
  header: (name: string) => string | null;
  /** The body as it was sent, for signatures over its bytes. */
  bodyText: string;
  userAgent: string | null;
  prefersRepresentation: boolean;
  /** The media type `Accept` likes best, the first one when it says nothing; null when it likes none of them. */
  preferredType: (mediaTypes: readonly string[]) => string | null;
  /** The same for `Accept-Language`. */
  preferredLanguage: (languages: readonly string[]) => string | null;
}

/** `written:<event>` names the audit event; the other decisions say why there is none. */
export type AuditDecision = `written:${string}` | 'none:read' | 'none:session' | 'none:public';

export interface HandlerInput<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  facts: RequestFacts;
}

interface RouteFacts<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: Method;
  /** Below `/api/v1`, parameters in braces: `/people/{id}` or `/capacity:recompute`. */
  path: string;
  tag: string;
  summary: string;
  request: { params?: P; query?: Q; body?: B };
  /** Success answers by status; null = no body. */
  response: Readonly<Record<number, z.ZodType | null>>;
  /** Media types a 200 can have instead of JSON. */
  files?: readonly string[];
  audit: AuditDecision;
  /**
   * Said of a GET whose answer follows from the address, the caller and rows of versioned tables alone, not from the time: it may be
   * given again while these are the same (read-cache.ts).
   */
  isCacheable?: true;
  /** Fields of the answer that are secrets: not stored for a repeated `Idempotency-Key`, which gets null instead. */
  shownOnce?: readonly string[];
}

/** A route inside one organisation: it runs in a unit of work under `permission`. */
export interface OrganizationRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> extends RouteFacts<
  P,
  Q,
  B
> {
  permission: Permission | 'signed-in';
  /** Opens a `signed-in` route to API tokens as well; without it such a route is for people who signed in. */
  openToTokens?: true;
  /**
   * The path parameter that names the organisation to act in: the caller acts with the role they have there. Where they are
   * no member of it, the route runs in the organisation of their session, and answers 404.
   */
  organizationParam?: string;
  /** Said where `dry_run` is for the work that the request starts: the request itself is kept. */
  dryRun?: 'of-started-work';
  /** See `definePreparedRoute`. */
  preparation?: {
    lookUp: (uow: UnitOfWork, input: HandlerInput<z.output<P>, z.output<Q>, z.output<B>>) => Promise<unknown>;
    compute: (found: unknown, input: HandlerInput<z.output<P>, z.output<Q>, z.output<B>>) => Promise<unknown>;
  };
  /** See `defineUploadRoute`. */
  upload?: Upload<Kept>;
  /** `prepared` is what the preparation computed, or the file that was kept; undefined without one. */
  handle: (
    uow: UnitOfWork,
    input: HandlerInput<z.output<P>, z.output<Q>, z.output<B>>,
    prepared?: unknown,
  ) => Promise<Answer>;
}

/** A route that needs something slow which no transaction may wait for, such as a password hash. */
interface PreparedRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Found, Computed> extends Omit<
  OrganizationRoute<P, Q, B>,
  'preparation' | 'handle'
> {
  /** First, in a unit of work of its own and after the same refusals as ever: what `compute` needs. */
  lookUp: (uow: UnitOfWork, input: HandlerInput<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Found>;
  /** Then, with no transaction open: the slow part. What it found out may be out of date when `handle` runs. */
  compute: (found: Found, input: HandlerInput<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Computed>;
  handle: (
    uow: UnitOfWork,
    input: HandlerInput<z.output<P>, z.output<Q>, z.output<B>>,
    computed: Computed,
  ) => Promise<Answer>;
}

/**
 * A route for callers who are not signed in. It opens the transactions it needs by `inTransaction`, in the system scope: slow
 * work such as a password hash stays outside of them.
 */
export interface PublicRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> extends RouteFacts<
  P,
  Q,
  B
> {
  permission: 'public';
  handlePublic: (
    inTransaction: InTransaction,
    input: HandlerInput<z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<Answer>;
}

/** True where a repeated `Idempotency-Key` gets the stored answer. Those about sessions hold tokens, of which nothing but hashes is stored. */
export function keepsAnswers({ method, permission, audit }: Route): boolean {
  return method === 'POST' && permission !== 'public' && audit !== 'none:session';
}

/** A route whose types were checked where it was defined; the runner feeds it what its own schemas let through. */
export type Route = OrganizationRoute<z.ZodType, z.ZodType, z.ZodType> | PublicRoute<z.ZodType, z.ZodType, z.ZodType>;

/** Defines a route inside an organisation. Inputs are inferred from the schemas, nowhere else. */
export function defineRoute<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(route: OrganizationRoute<P, Q, B>): Route {
  return route;
}

/** Defines a route inside an organisation that looks something up and computes before its own unit of work. */
export function definePreparedRoute<
  Found,
  Computed,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(route: PreparedRoute<P, Q, B, Found, Computed>): Route {
  const { lookUp, compute, handle, ...facts } = route;
  return defineRoute<P, Q, B>({
    ...facts,
    preparation: { lookUp, compute: (found, input) => compute(found as Found, input) },
    handle: (uow, input, prepared) => handle(uow, input, prepared as Computed),
  });
}

/**
 * Defines a route that takes `multipart/form-data`: one part `file`, and the fields of its body schema. The file is received
 * with no transaction open, after the caller was let in; it is discarded unless `handle` ran and was committed.
 */
export function defineUploadRoute<
  K extends Kept,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(
  route: Omit<OrganizationRoute<P, Q, B>, 'preparation' | 'handle' | 'upload'> & {
    upload: Upload<K>;
    handle: (uow: UnitOfWork, input: HandlerInput<z.output<P>, z.output<Q>, z.output<B>>, kept: K) => Promise<Answer>;
  },
): Route {
  const { upload, handle, ...facts } = route;
  return defineRoute<P, Q, B>({
    ...facts,
    upload: { ...upload, discard: (kept) => upload.discard(kept as K) },
    handle: (uow, input, kept) => handle(uow, input, kept as K),
  });
}

/** Defines a public route; saying `permission: 'public'` aloud is required. */
export function definePublicRoute<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(route: PublicRoute<P, Q, B>): Route {
  return route;
}
