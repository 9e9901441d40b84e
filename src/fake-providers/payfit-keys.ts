/** Keys of the fake Payfit: API keys that are tokens themselves, and OAuth clients whose refresh tokens are good for one use. */
import { randomUUID } from 'node:crypto';
import type { FakeAnswer, FakeRequest } from './fake-http.types';

/** Scopes a key of the fake has unless a fault takes some away. */
export const payfitScopes = [
  'collaborators:read',
  'collaborators:contracts:read',
  'collaborators:management:read',
  'collaborators:personal:read',
  'collaborators:legal-identity:read',
  'collaborators:social-security:read',
  'collaborators:bank-info:read',
  'collaborators:meal-vouchers:read',
  'contracts:read',
  'contracts:time-information:read',
  'time:read',
  'health-insurance:read',
] as const;

export const PAYFIT_API_KEY = 'demo-payfit-key';
export const PAYFIT_CLIENT = { id: 'demo-client', secret: 'demo-client-secret', refreshToken: 'demo-refresh-token' };
const TOKEN_SECONDS = 3_600;

export class PayfitKeys {
  readonly #tokens = new Set([PAYFIT_API_KEY]);
  readonly #refreshTokens = new Set([PAYFIT_CLIENT.refreshToken]);

  constructor(private readonly companyId: string) {}

  accepts(token: string): boolean {
    return this.#tokens.has(token);
  }

  /** `POST /introspect` and `POST /token`. */
  answer(request: FakeRequest, granted: readonly string[], isRevoked: boolean): FakeAnswer {
    if (request.path === '/introspect') return this.#introspect(request, granted, isRevoked);
    if (request.path === '/token') return this.#refresh(new URLSearchParams(request.body), isRevoked);
    return { status: 404, body: { error: 'Ressource not found' } };
  }

  #introspect({ token, body }: FakeRequest, granted: readonly string[], isRevoked: boolean): FakeAnswer {
    const asked = (JSON.parse(body) as { token?: string }).token ?? '';
    if (isRevoked || !this.accepts(token)) return { status: 401, body: { error: 'Unauthorized' } };
    if (!this.accepts(asked)) return { status: 200, body: { active: false } };
    return { status: 200, body: { active: true, scope: granted.join(' '), company_id: this.companyId } };
  }

  #refresh(form: URLSearchParams, isRevoked: boolean): FakeAnswer {
    const refreshToken = form.get('refresh_token') ?? '';
    const isClient = form.get('client_id') === PAYFIT_CLIENT.id && form.get('client_secret') === PAYFIT_CLIENT.secret;
    if (isRevoked || !isClient || !this.#refreshTokens.delete(refreshToken)) {
      return { status: 400, body: { error: 'invalid_grant' } };
    }
    const next = { access_token: randomUUID(), refresh_token: randomUUID() };
    this.#tokens.add(next.access_token);
    this.#refreshTokens.add(next.refresh_token);
    return { status: 200, body: { ...next, token_type: 'Bearer', expires_in: TOKEN_SECONDS } };
  }
}
