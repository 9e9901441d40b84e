/** The admin side of a fake: switch faults, change rows as somebody at the provider would, read the counts. */
import type { FakeAnswer, FakeRequest } from './fake-http.types';
import type { FaultBoard } from './faults';
import type { RateCount } from './rate-count';
import type { FakeRow, RowStore } from './row-store';

export const ADMIN_PREFIX = '/__fake/';

export interface AdminParts {
  name: string;
  faults: FaultBoard;
  rate: RateCount;
  rows: RowStore;
}

/**
 * - `GET /__fake/state`: requests, violations of the limit, faults, rows by kind
 * - `PUT /__fake/faults`: replaces the faults; `{}` ends all
 * - `POST /__fake/reset`: counts from zero
 * - `PATCH /__fake/rows/KIND/ID` merges into a row, `DELETE` removes it, `POST /__fake/rows/KIND` adds one
 */
export function answerAdmin(parts: AdminParts, request: FakeRequest): FakeAnswer {
  const [what, kind, id] = request.path.slice(ADMIN_PREFIX.length).split('/');
  switch (`${request.method} ${String(what)}`) {
    case 'GET state':
      return ok(stateOf(parts));
    case 'PUT faults':
      return setFaults(parts, request);
    case 'POST reset':
      parts.rate.reset();
      return ok(stateOf(parts));
    default:
      return what === 'rows' && kind !== undefined
        ? changeRows(parts.rows, request, { kind, id })
        : { status: 404, body: { error: 'no such admin request' } };
  }
}

function stateOf({ name, faults, rate, rows }: AdminParts): object {
  return { name, ...rate.totals, faults: faults.current, rows: rows.sizes() };
}

function setFaults({ faults }: AdminParts, { body }: FakeRequest): FakeAnswer {
  try {
    faults.set(JSON.parse(body));
    return ok(faults.current);
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : 'not understood' } };
  }
}

function changeRows(
  rows: RowStore,
  request: FakeRequest,
  { kind, id }: { kind: string; id: string | undefined },
): FakeAnswer {
  const patch = request.body === '' ? {} : (JSON.parse(request.body) as FakeRow);
  if (request.method === 'POST' && id === undefined) {
    rows.add(kind, patch);
    return { status: 201, body: patch };
  }
  return isChanged(rows, request, { kind, id, patch })
    ? ok({ kind, id })
    : { status: 404, body: { error: 'no such row' } };
}

function isChanged(
  rows: RowStore,
  { method }: FakeRequest,
  { kind, id, patch }: { kind: string; id: string | undefined; patch: FakeRow },
): boolean {
  if (id === undefined) return false;
  return method === 'DELETE' ? rows.remove(kind, id) : rows.change(kind, id, patch);
}

function ok(body: object): FakeAnswer {
  return { status: 200, body };
}
