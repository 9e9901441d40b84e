/** Payfit's partner API (v1.0) behind the provider port. */
import { z } from 'zod';
import type { ProviderRateLimit } from '../../platform/provider-rate-limit';
import { absences, collaborators, contracts, mealVouchersOf } from './payfit-rows.provider';
import { monthsOf, monthAfter } from './payfit-months.rules';
import { digestOf } from './provider-credentials.provider';
import { openPayfitSession, payfitLimit, type PayfitSend, type PayfitSession } from './payfit-session.provider';
import { payfitRecordKinds, type PayfitRecordKind } from './provider-records.types';
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

/** The most rows Payfit gives at once. */
const PAGE_SIZE = '50';

export interface PayfitSettings {
  /** Without a slash at the end, e.g. `https://partner-api.payfit.com`. */
  baseUrl: string;
  /** Where tokens are made and explained, e.g. `https://oauth.payfit.com`. */
  oauthUrl: string;
}

/** One listing: where it is, what its rows are called, how they are read. */
interface Listing<K extends PayfitRecordKind> {
  path: string;
  query: Readonly<Record<string, string>>;
  rowsKey: string;
  reader: RowReader<K>;
  /** Month of this page, for listings that go month by month. */
  month?: string;
}

export class PayfitProvider implements Provider<PayfitRecordKind> {
  readonly key = 'payfit';
  readonly kinds = payfitRecordKinds;
  readonly #sessions = new Map<string, PayfitSession>();

  constructor(
    private readonly settings: PayfitSettings,
    private readonly limiter: ProviderRateLimit,
  ) {}

  async listPage<K extends PayfitRecordKind>(request: PageRequest<K>): Promise<ProviderPage<K>> {
    const session = await this.#session(request);
    const { pageToken, month } = readCursor(request);
    const listing = listingOf(request, session, month);
    const query = new URLSearchParams({
      ...listing.query,
      maxResults: PAGE_SIZE,
      ...(pageToken === null ? {} : { nextPageToken: pageToken }),
    });
    const url = `${this.settings.baseUrl}/companies/${encodeURIComponent(session.companyId)}${listing.path}?${query.toString()}`;
    const { rows, nextPageToken } = pageOf(await this.#sendAs(request, session, url), listing.rowsKey);
    if (nextPageToken !== null && nextPageToken === pageToken) {
      throw new ProviderError('contract_breach', 'the next page is the same page');
    }
    return {
      ...readRows(listing.reader, rows),
      nextCursor: nextCursorOf(request, listing.month, nextPageToken),
      total: null, // `meta.count` may be of the page or of the listing: Payfit does not say
      moved: false,
    };
  }

  async testConnection(call: ProviderCall): Promise<ConnectionFacts> {
    this.#sessions.delete(digestOf(call.credentials));
    const { companyId, companyName, scopes } = await this.#session(call);
    return { accountExternalId: companyId, accountName: companyName, scopes };
  }

  async #session(call: ProviderCall): Promise<PayfitSession> {
    const digest = digestOf(call.credentials);
    const kept = this.#sessions.get(digest);
    if (kept !== undefined && kept.validUntil > performance.now() && isOf(kept, call)) return kept;
    const session = await openPayfitSession(this.#sender(call), this.settings, call);
    this.#sessions.set(digest, session);
    return session;
  }

  async #sendAs(call: ProviderCall, session: PayfitSession, url: string): Promise<unknown> {
    try {
      return await this.#sender(call)({ method: 'GET', url, token: session.token });
    } catch (error) {
      if (error instanceof ProviderError && error.reason === 'revoked') {
        this.#sessions.delete(digestOf(call.credentials));
      }
      throw error;
    }
  }

  #sender({ credentials, signal }: ProviderCall): PayfitSend {
    return ({ method, url, token, form, json }) => {
      const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
      const body = form === undefined ? json && JSON.stringify(json) : new URLSearchParams(form).toString();
      const headers = {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': type }),
      };
      const request = { method, url, headers, signal, ...(body === undefined ? {} : { body }) };
      return sendWithin(this.limiter, payfitLimit(credentials), request);
    };
  }
}

/** An API key is the token itself: a session of another key never serves it. */
function isOf(session: PayfitSession, { credentials }: ProviderCall): boolean {
  return !('apiKey' in credentials) || credentials.apiKey === session.token;
}

function listingOf<K extends PayfitRecordKind>(
  request: PageRequest<K>,
  { isFrench }: PayfitSession,
  month: string | undefined,
): Listing<K> {
  const listings: { [Kind in PayfitRecordKind]: () => Listing<Kind> } = {
    collaborator: () => ({ path: '/collaborators', query: {}, rowsKey: 'collaborators', reader: collaborators }),
    contract: () => ({
      path: isFrench ? '/contracts-fr' : '/contracts',
      query: {},
      rowsKey: 'contracts',
      reader: contracts,
    }),
    absence: () => {
      const { from, to } = windowOf(request);
      return {
        path: '/absences',
        query: { status: 'all', beginDate: from, endDate: to },
        rowsKey: 'absences',
        reader: absences,
      };
    },
    meal_vouchers: () => {
      const of = month ?? monthsOf(windowOf(request)).first;
      return {
        path: '/collaborators/meal-vouchers',
        query: { date: of.replace('-', '') },
        rowsKey: 'mealVouchers',
        reader: mealVouchersOf(of),
        month: of,
      };
    },
  };
  return listings[request.kind]();
}

function windowOf({ kind, window }: PageRequest): { from: string; to: string } {
  if (window === undefined) throw new TypeError(`a listing of ${kind} needs a window`);
  return window;
}

const page = z.looseObject({ meta: z.object({ nextPageToken: z.string().nullish() }).nullish() });

function pageOf(body: unknown, rowsKey: string): { rows: unknown[]; nextPageToken: string | null } {
  const parsed = page.safeParse(body);
  const rows = parsed.success ? parsed.data[rowsKey] : undefined;
  if (!parsed.success || !Array.isArray(rows)) {
    throw new ProviderError('contract_breach', `the page has no list ${JSON.stringify(rowsKey)}`);
  }
  return { rows, nextPageToken: parsed.data.meta?.nextPageToken || null };
}

const cursor = z.object({ month: z.string().optional(), pageToken: z.string().nullable() });

function readCursor(request: PageRequest): z.infer<typeof cursor> {
  if (request.cursor === null) return { pageToken: null };
  return cursor.parse(JSON.parse(request.cursor));
}

function nextCursorOf(request: PageRequest, month: string | undefined, pageToken: string | null): string | null {
  if (pageToken !== null) return JSON.stringify({ month, pageToken });
  if (month === undefined || month >= monthsOf(windowOf(request)).last) return null;
  return JSON.stringify({ month: monthAfter(month), pageToken: null });
}
