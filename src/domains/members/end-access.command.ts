/** Takes from a user what they enter an organisation with. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { revokeTokensOf } from '../api-tokens/revoke-tokens-of.command';
import { endSessions } from '../sessions/end-sessions.command';

/** Their sessions and API tokens here are good for nothing from the commit on; those of other organisations stay. Idempotent. */
export async function endAccess(uow: UnitOfWork, userId: string | null): Promise<void> {
  if (userId === null) return;
  await endSessions(uow, { userId });
  await revokeTokensOf(uow, userId);
}
