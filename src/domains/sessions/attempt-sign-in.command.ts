/** One attempt to show who one is by a password, counted by the throttle. */
import type { LoginThrottle } from '../../platform/login-throttle';
import { DomainError } from '../../shared/domain-error';

/**
 * What `judge` found; undefined = these credentials are wrong, which counts. An attempt that breaks before its end counts for nothing.
 * @throws DomainError invalid_credentials, too_many_requests
 */
export async function attemptSignIn<T>(
  throttle: LoginThrottle,
  { email, address }: { email: string; address: string },
  judge: () => Promise<T | undefined>,
): Promise<T> {
  await throttle.begin(email, address);
  let found: T | undefined;
  try {
    found = await judge();
  } catch (error) {
    await throttle.notJudged(email, address);
    throw error;
  }
  if (found === undefined) throw new DomainError('invalid_credentials', 'Wrong e-mail address or password.');
  await throttle.succeeded(email, address);
  return found;
}
