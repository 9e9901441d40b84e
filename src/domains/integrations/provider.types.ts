/** The port of an outside system: what a sync may ask of Payfit or Gryzzly, and how they may refuse. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { ProviderRecord, RecordKind, RejectedRow } from './provider-records.types';

export const providerKeys = ['payfit', 'gryzzly'] as const;
export type ProviderKey = (typeof providerKeys)[number];

/** What a connection stores encrypted. */
export type ProviderCredentials = { apiKey: string } | { clientId: string; clientSecret: string; refreshToken: string };

/** Who calls, for every operation of the port. */
export interface ProviderCall {
  credentials: ProviderCredentials;
  /** Ends the call, waiting for the rate limit included; the call then throws `signal.reason`. */
  signal?: AbortSignal;
  /** Called before anything else is sent when the provider handed out a new refresh token: store it, the former is spent. */
  onCredentialsRotated?: (credentials: ProviderCredentials) => Promise<void>;
}

export interface PageRequest<K extends RecordKind = RecordKind> extends ProviderCall {
  kind: K;
  /** Null = first page; later the `nextCursor` of the page before. */
  cursor: string | null;
  /** Both ends included. Needed for absence, meal_vouchers (each month touched), declaration and leave_period; ignored for others. */
  window?: { from: IsoDate; to: IsoDate };
  /** Needed for declaration: whose time, the same list on each page. For leave_period: all users when absent. */
  userExternalIds?: readonly string[];
}

export interface ProviderPage<K extends RecordKind = RecordKind> {
  records: ProviderRecord<K>[];
  rejected: RejectedRow[];
  /** Null = this was the last page. */
  nextCursor: string | null;
  /** Rows of the whole listing as the provider counts them now (of the current part, for declarations); null if it does not say. */
  total: number | null;
  /**
   * True: rows moved while we paged, so some may have been missed. Nothing may be taken for vanished on the strength of this
   * pass; read the listing again.
   */
  moved: boolean;
}

/** What a provider says about a key. */
export interface ConnectionFacts {
  /** The company or team the key belongs to, where the provider tells it. */
  accountExternalId: string | null;
  accountName: string | null;
  /** Granted scopes; null where the provider has none. */
  scopes: readonly string[] | null;
}

/** An outside system. Every call waits for the shared rate limit, has a time limit and never follows a redirect. */
export interface Provider<Kinds extends RecordKind = RecordKind> {
  readonly key: ProviderKey;
  /** In the order a full sync reads them: what others refer to comes first. */
  readonly kinds: readonly Kinds[];
  /**
   * Reads one page. Repeating a call is harmless.
   * @throws ProviderError
   */
  listPage<K extends Kinds>(request: PageRequest<K>): Promise<ProviderPage<K>>;
  /**
   * Asks the provider who we are.
   * @throws ProviderError
   */
  testConnection(call: ProviderCall): Promise<ConnectionFacts>;
}

/**
 * - `revoked`: the key is not accepted any more; only a person can mend it.
 * - `missing_scope`: the key may not read this; only a person can mend it.
 * - `rate_limited`: refused although we kept to the limit; ask again after `retryAfterMs`.
 * - `unavailable`: no answer, a broken one, or a 5xx; ask again.
 * - `contract_breach`: an answer that is not what the contract says; asking again does not help.
 */
export type ProviderErrorReason = 'revoked' | 'missing_scope' | 'rate_limited' | 'unavailable' | 'contract_breach';

/** A provider did not do what was asked. Its message names no personal data and no secret. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly reason: ProviderErrorReason,
    message: string,
    readonly details: { retryAfterMs?: number; scope?: string; httpStatus?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
  }

  /** True when the same call may succeed later without anybody doing anything. */
  get isTransient(): boolean {
    return this.reason === 'rate_limited' || this.reason === 'unavailable';
  }
}
