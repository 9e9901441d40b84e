/** Who we are at Payfit: the token that a key gives, and the company it belongs to. Kept in memory, never stored. */
import { z } from 'zod';
import type { ProviderLimit } from '../../platform/provider-rate-limit';
import { digestOf } from './provider-credentials.provider';
import { ProviderError, type ProviderCall, type ProviderCredentials } from './provider.types';

export interface PayfitSession {
  token: string;
  companyId: string;
  companyName: string;
  isFrench: boolean;
  scopes: readonly string[];
  /** Of the clock of `performance.now()`. */
  validUntil: number;
}

/** Sends within the limit of the key; answers the body. */
export type PayfitSend = (request: {
  method: 'GET' | 'POST';
  url: string;
  token?: string;
  /** Form fields, or a JSON body. */
  form?: Readonly<Record<string, string>>;
  json?: object;
}) => Promise<unknown>;

const SESSION_MS = 600_000;
/** A token is not used in its last minute. */
const EXPIRY_MARGIN_MS = 60_000;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
});
const introspection = z.object({
  active: z.boolean(),
  scope: z.string().nullish(),
  company_id: z.string().min(1).nullish(),
});
const company = z.object({ id: z.string(), name: z.string(), country: z.string() });

/** 50 reads in each clock second, per client application. The key is a digest, never the secret. */
export function payfitLimit(credentials: ProviderCredentials): ProviderLimit {
  return { key: `payfit:${digestOf(credentials)}`, limit: 50, windowMs: 1_000 };
}

/**
 * Opens a session: a token if the key is an OAuth client, then the company.
 * @throws ProviderError revoked when Payfit says that the key is not active.
 */
export async function openPayfitSession(
  send: PayfitSend,
  addresses: { baseUrl: string; oauthUrl: string },
  call: ProviderCall,
): Promise<PayfitSession> {
  const { token, lifeMs } = await tokenOf(send, addresses.oauthUrl, call);
  const introspected = read(
    introspection,
    await send({ method: 'POST', url: `${addresses.oauthUrl}/introspect`, token, json: { token } }),
  );
  if (!introspected.active) throw new ProviderError('revoked', 'Payfit says that the key is not active');
  const companyId = introspected.company_id;
  if (companyId === undefined || companyId === null) {
    throw new ProviderError('contract_breach', 'the key belongs to no company');
  }
  const url = `${addresses.baseUrl}/companies/${encodeURIComponent(companyId)}`;
  const { name, country } = read(company, await send({ method: 'GET', url, token }));
  return {
    token,
    companyId,
    companyName: name,
    isFrench: country === 'FR',
    scopes: (introspected.scope ?? '').split(/[\s,]+/).filter((scope) => scope !== ''),
    validUntil: performance.now() + Math.min(SESSION_MS, lifeMs),
  };
}

async function tokenOf(
  send: PayfitSend,
  oauthUrl: string,
  { credentials, onCredentialsRotated }: ProviderCall,
): Promise<{ token: string; lifeMs: number }> {
  if ('apiKey' in credentials) return { token: credentials.apiKey, lifeMs: SESSION_MS };
  const { clientId, clientSecret, refreshToken } = credentials;
  const form = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  };
  const answer = read(tokenAnswer, await refreshed(send({ method: 'POST', url: `${oauthUrl}/token`, form })));
  if (answer.refresh_token !== undefined && answer.refresh_token !== refreshToken) {
    await onCredentialsRotated?.({ clientId, clientSecret, refreshToken: answer.refresh_token });
  }
  const lifeMs = (answer.expires_in ?? SESSION_MS / 1000) * 1000 - EXPIRY_MARGIN_MS;
  return { token: answer.access_token, lifeMs: Math.max(lifeMs, 0) };
}

/** RFC 6749: a refresh token that is not valid any more is answered with 400 `invalid_grant`. */
async function refreshed(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ProviderError && error.details.httpStatus === 400) {
      throw new ProviderError('revoked', 'the refresh token is not accepted', { httpStatus: 400, cause: error });
    }
    throw error;
  }
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new ProviderError('contract_breach', `Payfit's answer lacks ${paths}`);
}
