/** What a password that somebody chooses has to be. */
import { invalidField } from '../../shared/domain-error';

/** Long enough to withstand guessing at the rate that logins allow. */
export const SHORTEST_PASSWORD = 8;

/** @throws DomainError validation_failed at `pointer` */
export function assertNewPassword(password: string, pointer: string): void {
  if (password.length >= SHORTEST_PASSWORD) return;
  const message = `A password has at least ${String(SHORTEST_PASSWORD)} characters.`;
  throw invalidField(pointer, 'too_small', message);
}
