/** Gryzzly's API (v1) behind the provider port. */
import { z } from 'zod';
import type { ProviderLimit, ProviderRateLimit } from '../../platform/provider-rate-limit';
import {
  afterBatch,
  afterPage,
  batchOf,
  firstPage,
  offsetToAsk,
  PAGE_SIZE,
  type GryzzlyCursor,
} from './gryzzly-pages.rules';
import { declarations, leavePeriods, projects, tasks, users } from './gryzzly-rows.provider';
import { digestOf } from './provider-credentials.provider';
import { gryzzlyRecordKinds, type GryzzlyRecordKind } from './provider-records.types';
import { sendWithin } from './provider-refusals.provider';
import { readRows, type RowReader } from './provider-rows.provider';
import {
  ProviderError,
  type ConnectionFacts,
  type PageRequest,
  type Provider,
  type ProviderCall,
  type ProviderPage,
} from './provider.types';

export interface GryzzlySettings {
  /** With the version, without a slash at the end, e.g. `https://api.gryzzly.io/v1`. */
  baseUrl: string;
}

const actions: { readonly [Kind in GryzzlyRecordKind]: { action: string; reader: RowReader<Kind> } } = {
  user: { action: 'users.list', reader: users },
  project: { action: 'projects.list', reader: projects },
  task: { action: 'tasks.list', reader: tasks },
  declaration: { action: 'declarations.list', reader: declarations },
  leave_period: { action: 'leavesPeriods.list', reader: leavePeriods },
};

export class GryzzlyProvider implements Provider<GryzzlyRecordKind> {
  readonly key = 'gryzzly';
  readonly kinds = gryzzlyRecordKinds;

  constructor(
    private readonly settings: GryzzlySettings,
    private readonly limiter: ProviderRateLimit,
  ) {}

  async listPage<K extends GryzzlyRecordKind>(request: PageRequest<K>): Promise<ProviderPage<K>> {
    const cursor = request.cursor === null ? firstPage : readCursor(request.cursor);
    const people = request.kind === 'declaration' ? (request.userExternalIds ?? []) : null;
    const batch = people === null ? null : batchOf(people, cursor);
    if (batch?.length === 0) return { records: [], rejected: [], nextCursor: null, total: 0, moved: false };
    const { action, reader } = actions[request.kind] as { action: string; reader: RowReader<K> };
    const body = { ...filtersOf(request, batch), limit: PAGE_SIZE, offset: offsetToAsk(cursor) };
    try {
      const { rows, count } = pageOf(await this.#call(request, action, body));
      const { next, moved } = afterPage(cursor, { ids: rows.map(idOf), count });
      const following = next ?? (people === null || batch === null ? null : afterBatch(people, batch));
      return { ...readRows(reader, rows), nextCursor: written(following), total: count, moved };
    } catch (error) {
      if (people === null || batch === null || !isAboutOneUser(error)) throw error;
      return withoutUser({ kind: request.kind, people, batch, cursor, error });
    }
  }

  async testConnection(call: ProviderCall): Promise<ConnectionFacts> {
    pageOf(await this.#call(call, actions.user.action, { limit: 1, offset: 0 }));
    return { accountExternalId: null, accountName: null, scopes: null };
  }

  #call({ credentials, signal }: ProviderCall, action: string, body: object): Promise<unknown> {
    if (!('apiKey' in credentials)) throw new ProviderError('revoked', 'Gryzzly knows API keys only');
    return sendWithin(this.limiter, gryzzlyLimit(digestOf(credentials)), {
      method: 'POST',
      url: `${this.settings.baseUrl}/${action}`,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${credentials.apiKey}`,
      },
      body: JSON.stringify(body),
      signal,
    });
  }
}

/** 50 requests in any ten seconds, per team; a key belongs to a team. */
function gryzzlyLimit(digest: string): ProviderLimit {
  return { key: `gryzzly:${digest}`, limit: 50, windowMs: 10_000 };
}

function filtersOf(request: PageRequest, batch: readonly string[] | null): object {
  const { kind, userExternalIds = [] } = request;
  if (kind === 'declaration') return { ...windowOf(request), user_ids: batch, task_ids: [] }; // no task named: all tasks
  if (kind === 'leave_period') return { ...windowOf(request), user_ids: userExternalIds };
  return kind === 'project' ? { status: ['active', 'done', 'archived'] } : {};
}

function windowOf({ kind, window }: PageRequest): { from: string; to: string } {
  if (window === undefined) throw new TypeError(`a listing of ${kind} needs a window`);
  return window;
}

const listed = z.object({ data: z.array(z.unknown()), count: z.number().int().min(0).nullish() });

/** The specification types the list of declarations as one declaration: an array and a single row are lists too. */
function pageOf(body: unknown): { rows: unknown[]; count: number | null } {
  if (Array.isArray(body)) return { rows: body, count: null };
  const parsed = listed.safeParse(body);
  if (parsed.success) return { rows: parsed.data.data, count: parsed.data.count ?? null };
  if (idOf(body) !== null) return { rows: [body], count: 1 };
  throw new ProviderError('contract_breach', 'the answer is no list');
}

function idOf(row: unknown): string | null {
  const id = typeof row === 'object' && row !== null ? (row as Record<string, unknown>)['id'] : null;
  return typeof id === 'string' && id !== '' ? id : null;
}

/** 404 or no permission: met where one of the users is disabled or hidden. */
function isAboutOneUser(error: unknown): error is ProviderError {
  return error instanceof ProviderError && [403, 404].includes(error.details.httpStatus ?? 0);
}

/** Asks about fewer users, and of the one that is left at last keeps the refusal instead of silence. */
function withoutUser<K extends GryzzlyRecordKind>(refused: {
  kind: K;
  people: readonly string[];
  batch: readonly string[];
  cursor: GryzzlyCursor;
  error: ProviderError;
}): ProviderPage<K> {
  const { kind, people, batch, cursor, error } = refused;
  if (batch.length > 1) {
    const smaller = { ...firstPage, afterUser: cursor.afterUser, batchSize: Math.ceil(batch.length / 2) };
    return { records: [], rejected: [], nextCursor: written(smaller), total: null, moved: false };
  }
  const reason = `user: not readable (${String(error.details.httpStatus)})`;
  const rejected = [{ kind, externalId: null, raw: { user_id: batch[0] }, reason }];
  return { records: [], rejected, nextCursor: written(afterBatch(people, batch)), total: null, moved: false };
}

const cursorSchema = z.object({
  offset: z.number().int().min(0),
  lastId: z.string().nullable(),
  total: z.number().nullable(),
  afterUser: z.string().nullable(),
  batchSize: z.number().int().min(1),
});

function readCursor(cursor: string): GryzzlyCursor {
  return cursorSchema.parse(JSON.parse(cursor));
}

function written(cursor: GryzzlyCursor | null): string | null {
  return cursor === null ? null : JSON.stringify(cursor);
}
