/** Accounts with a password, signed in through the API as their users do. */
import { hashPassword } from '../../src/platform/passwords';
import type { Role } from '../../src/access/role-grants';
import { ApiClient, type ApiAnswer, type TestApi } from './api';

export const PASSWORD = 'correct horse battery staple';
let passwordHash: Promise<string> | undefined;

export interface TestAccount {
  email: string;
  userId: string;
}

/** A user with `PASSWORD` who belongs to the organisations; a member of the suite's own unless said otherwise. */
export async function buildAccount(
  api: TestApi,
  options: { organizationIds?: string[]; role?: Role } = {},
): Promise<TestAccount> {
  passwordHash ??= hashPassword(PASSWORD);
  const user = await api.factory.user({ password_hash: await passwordHash });
  for (const organization_id of options.organizationIds ?? [api.organizationId]) {
    await api.factory.membership({ organization_id, user_id: user.id, role: options.role ?? 'member' });
  }
  return { email: user.email, userId: user.id };
}

export function logIn(api: TestApi, email: string, fields: object = {}): Promise<ApiAnswer> {
  return api.anonymous.post('/auth/login', { email, password: PASSWORD, ...fields });
}

/** Sends with an access token. */
export function bearer(api: TestApi, token: string): ApiClient {
  return new ApiClient(api.origin, { Authorization: `Bearer ${token}` });
}

/** Signs in: the client and its refresh token. */
export async function signInWithPassword(
  api: TestApi,
  email: string,
  fields: object = {},
): Promise<{ client: ApiClient; refreshToken: string }> {
  const { status, body } = await logIn(api, email, fields);
  if (status !== 200) throw new Error(`login: ${String(status)}`);
  return { client: bearer(api, body.access_token), refreshToken: body.refresh_token };
}
