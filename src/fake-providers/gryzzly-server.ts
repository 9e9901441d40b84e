/** A Gryzzly that answers as its contract says (API v1): always POST, `resource.action`, offsets and counts. */
import type { FaultBoard } from './faults';
import type { FakeAnswer, FakeRequest } from './fake-http.types';
import { withBrokenValue, type FakeProvider } from './fake-server';
import type { FakeRow, RowStore } from './row-store';

export const GRYZZLY_RATE = { limit: 50, windowMs: 10_000, kind: 'sliding' } as const;
export const GRYZZLY_API_KEY = 'demo-gryzzly-key';
const LARGEST_PAGE = 1_000;
const DEFAULT_PAGE = 100;

type Body = Readonly<Record<string, unknown>>;

interface GryzzlyListing {
  kind: string;
  /** Filters that a body must have. */
  needed: readonly string[];
  /** What the rows of an answer fulfil; made once for each request. */
  filter: (body: Body) => (row: FakeRow) => boolean;
  breakable: string;
}

const listings: Readonly<Record<string, GryzzlyListing>> = {
  users: { kind: 'user', needed: [], filter: () => () => true, breakable: 'id' },
  projects: {
    kind: 'project',
    needed: [],
    filter: (body) => among('status', body['status']),
    breakable: 'is_billable',
  },
  tasks: {
    kind: 'task',
    needed: [],
    filter: (body) => both(among('project_id', body['project_ids']), among('id', body['task_ids'])),
    breakable: 'project_id',
  },
  declarations: {
    kind: 'declaration',
    needed: ['user_ids', 'task_ids'],
    filter: (body) => {
      const fits = both(among('user_id', body['user_ids']), among('task_id', body['task_ids']));
      return (row) => fits(row) && isWithin(row['date'], row['date'], body);
    },
    breakable: 'duration',
  },
  leavesPeriods: {
    kind: 'leave_period',
    needed: [],
    filter: (body) => {
      const fits = among('user_id', body['user_ids']);
      return (row) => fits(row) && isWithin(row['start_at'], row['end_at'], body);
    },
    breakable: 'start_at',
  },
};

/** A fake Gryzzly with one team. */
export function fakeGryzzly(rows: RowStore): FakeProvider {
  return {
    name: 'gryzzly',
    rate: GRYZZLY_RATE,
    rows,
    answer: (request, faults) => {
      if (faults.current.revoked || request.token !== GRYZZLY_API_KEY) {
        return refusal(401, 'unauthorized_access', 'invalid api key');
      }
      return answerAction(rows, faults, request);
    },
    tooManyRequests: () => refusal(429, 'rate_limits', 'allowed 50 requests per 10 seconds'),
    serverError: () => refusal(503, 'internal_error'),
  };
}

function answerAction(rows: RowStore, faults: FaultBoard, request: FakeRequest): FakeAnswer {
  const [, resource = '', action = ''] = /^\/v1\/(\w+)\.(\w+)$/.exec(request.path) ?? [];
  const listing = listings[resource];
  if (request.method !== 'POST' || listing === undefined) return refusal(404, 'not_found');
  const body = bodyOf(request.body);
  if (body === undefined) return refusal(400, 'invalid_argument', 'the body must be a JSON object');
  if (faults.current.missingScopes.includes(`${resource}.${action}`)) return refusal(403, 'no_permission');
  if (action === 'list') return list(rows, faults, { listing, body });
  if (action !== 'get' || listing.kind === 'declaration') return refusal(404, 'not_found');
  const row = rows.find(listing.kind, String(body['id']));
  return row === undefined ? refusal(404, 'not_found') : { status: 200, body: row };
}

function list(rows: RowStore, faults: FaultBoard, asked: { listing: GryzzlyListing; body: Body }): FakeAnswer {
  const { listing, body } = asked;
  const { limit = DEFAULT_PAGE, offset = 0 } = body;
  const missing = listing.needed.find((name) => !Array.isArray(body[name]));
  if (missing !== undefined) return refusal(400, 'invalid_argument', `${missing} is required`);
  if (!isWhole(limit, LARGEST_PAGE) || !isWhole(offset, Number.MAX_SAFE_INTEGER)) {
    return refusal(400, 'invalid_argument', 'limit or offset is out of range');
  }
  const fitting = rows.all(listing.kind).filter(listing.filter(body));
  const data = fitting.slice(offset, offset + limit).map((row, index) => {
    const known = offset + index < faults.current.brokenRows ? withBrokenValue(row, listing.breakable) : row;
    return faults.current.unknownValues ? { ...known, added_later: true } : known;
  });
  if (faults.current.movingRows) rows.rotate(listing.kind);
  return { status: 200, body: { data, count: fitting.length, limit, offset } };
}

function bodyOf(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Body) : undefined;
  } catch {
    return undefined; // answered as invalid_argument
  }
}

/** An empty or missing list keeps everything: used like that in practice, though no specification says so. */
function among(key: string, list: unknown): (row: FakeRow) => boolean {
  if (!Array.isArray(list) || list.length === 0) return () => true;
  const values = new Set<unknown>(list);
  return (row) => values.has(row[key]);
}

function both(one: (row: FakeRow) => boolean, other: (row: FakeRow) => boolean): (row: FakeRow) => boolean {
  return (row) => one(row) && other(row);
}

function isWithin(first: unknown, last: unknown, { from, to }: Body): boolean {
  return (typeof from !== 'string' || String(last) >= from) && (typeof to !== 'string' || String(first) <= to);
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

function refusal(status: number, errorType: string, description?: string): FakeAnswer {
  const body = { error_type: errorType };
  return { status, body: description === undefined ? body : { ...body, error_description: description } };
}
