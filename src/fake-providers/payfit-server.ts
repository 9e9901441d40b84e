/** A Payfit that answers as its contract says (partner API v1.0): companies, collaborators, contracts, absences, vouchers. */
import type { FaultBoard } from './faults';
import type { FakeAnswer, FakeRequest } from './fake-http.types';
import { withBrokenValue, type FakeProvider } from './fake-server';
import { payfitScopes, PayfitKeys } from './payfit-keys';
import { listingsOf, without, type PayfitListing } from './payfit-listings';
import type { RowStore } from './row-store';

export const PAYFIT_RATE = { limit: 50, windowMs: 1_000, kind: 'fixed' } as const;
const DEFAULT_PAGE = 10;
const LARGEST_PAGE = 50;

export interface FakeCompany {
  id: string;
  name: string;
}

/** A fake Payfit with one company. */
export function fakePayfit(company: FakeCompany, rows: RowStore, today: string): FakeProvider {
  const keys = new PayfitKeys(company.id);
  const listings = listingsOf(today);
  return {
    name: 'payfit',
    rate: PAYFIT_RATE,
    rows,
    answer: (request, faults) => {
      const granted = payfitScopes.filter((scope) => !faults.current.missingScopes.includes(scope));
      if (request.method === 'POST') return keys.answer(request, granted, faults.current.revoked);
      if (faults.current.revoked || !keys.accepts(request.token)) return refusal(401, 'Unauthorized');
      return answerGet({ company, rows, faults, granted, listings }, request);
    },
    tooManyRequests: () => ({ status: 429, body: { message: 'API rate limit exceeded' } }),
    serverError: () => ({ status: 503, body: { message: 'The upstream server is currently unavailable' } }),
    headers: (remaining) => ({
      'x-ratelimit-limit-second': String(PAYFIT_RATE.limit),
      'x-ratelimit-remaining-second': String(remaining),
    }),
  };
}

interface Parts {
  company: FakeCompany;
  rows: RowStore;
  faults: FaultBoard;
  granted: readonly string[];
  listings: Readonly<Record<string, PayfitListing>>;
}

function answerGet(parts: Parts, request: FakeRequest): FakeAnswer {
  const [, root = '', companyId, ...rest] = request.path.split('/');
  if (companyId !== parts.company.id) return refusal(404, 'Ressource not found', 'The provided id is wrong');
  const path = rest.join('/');
  if (path === '') return companyAnswer(parts, root);
  if (path === 'payroll-status') return payrollStatus(request);
  const listing = parts.listings[path];
  if (listing !== undefined) return listAnswer(parts, listing, request);
  const single = parts.listings[rest.slice(0, -1).join('/')];
  return single?.single === undefined
    ? refusal(404, 'Ressource not found')
    : singleAnswer(parts, single, decodeURIComponent(rest.at(-1) ?? ''));
}

function companyAnswer({ company, rows, granted }: Parts, root: string): FakeAnswer {
  const nbActiveContracts = rows.all('contract').filter((row) => row['status'] === 'ACTIVE').length;
  const body = { id: company.id, name: company.name, country: 'FR', nbActiveContracts };
  if (root === 'companies') return { status: 200, body };
  const place = { address: '12 rue des Ateliers', city: 'PARIS', postalCode: '75011' };
  const proration = granted.includes('health-insurance:read') ? 'WORKING_DAYS' : null;
  const ids = { siren: '362 521 879', siret: '362 521 879 00034' };
  return { status: 200, body: { ...body, ...ids, ...place, healthInsuranceProrationMethod: proration } };
}

function payrollStatus({ query }: FakeRequest): FakeAnswer {
  if (!isMonth(query.get('date'))) return refusal(400, 'Bad request', 'date must be YYYYMM');
  return { status: 200, body: { status: 'not_completed', executionEndDate: null } };
}

function listAnswer({ rows, faults, granted }: Parts, listing: PayfitListing, { query }: FakeRequest): FakeAnswer {
  if (!granted.includes(listing.scope)) return missingScope(listing.scope);
  if (listing.needsMonth && !isMonth(query.get('date'))) return refusal(400, 'Bad request', 'date must be YYYYMM');
  const size = Number(query.get('maxResults') ?? DEFAULT_PAGE);
  const position = positionOf(query.get('nextPageToken'));
  if (!Number.isInteger(size) || size < 1 || position === undefined) return refusal(400, 'Bad request');
  const limit = Math.min(size, LARGEST_PAGE);
  const fitting = rows.all(listing.kind).filter((row) => listing.fits(row, query));
  const page = fitting.slice(position, position + limit);
  const isLast = position + limit >= fitting.length;
  const shown = page.map((row, index) => {
    const visible = listing.show(row, granted);
    const known = position + index < faults.current.brokenRows ? withBrokenValue(visible, listing.breakable) : visible;
    return faults.current.unknownValues ? { ...known, addedLater: true, ...listing.unknown } : known;
  });
  if (faults.current.movingRows) rows.rotate(listing.kind);
  const nextPageToken = isLast ? null : tokenOf(limit, position + limit);
  const meta = isLast && listing.endsWithoutToken ? { count: page.length } : { nextPageToken, count: page.length };
  return { status: 200, body: { [listing.rowsKey]: shown, meta } };
}

function singleAnswer({ rows, granted }: Parts, listing: PayfitListing, id: string): FakeAnswer {
  if (!granted.includes(listing.scope)) return missingScope(listing.scope);
  const row = rows.find(listing.kind, id);
  if (row === undefined) return refusal(404, 'Ressource not found', 'The provided id is wrong');
  return { status: 200, body: without(listing.show(row, granted), listing.single?.without ?? []) };
}

/** Tokens are base64 JSON of limit and offset, as in Payfit's samples. */
function tokenOf(limit: number, offset: number): string {
  return Buffer.from(JSON.stringify({ limit, offset })).toString('base64');
}

function positionOf(token: string | null): number | undefined {
  if (token === null || token === '') return 0;
  const offset = /"offset":(\d+)/.exec(Buffer.from(token, 'base64').toString('utf8'))?.[1];
  return offset === undefined ? undefined : Number(offset);
}

function isMonth(value: string | null): boolean {
  return /^2\d{3}(0[1-9]|1[0-2])$/.test(value ?? '');
}

function missingScope(scope: string): FakeAnswer {
  return refusal(403, 'Forbidden action', `Missing scope "${scope}".`);
}

function refusal(status: number, error: string, details?: string): FakeAnswer {
  return { status, body: details === undefined ? { error } : { error, details } };
}
