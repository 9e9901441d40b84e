/** Ties an account to a person. */
import { assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { ExternalAccount, StoredSuggestion } from './external-accounts.types';
import { IdentitySuggestionRepository } from './identity-suggestions.repository';
import { recordDecision } from './record-decision.command';

export interface LinkRequest {
  accountId: string;
  personId: string;
  reason: string | null;
  method: 'automatic' | 'manual' | 'created';
  runId?: string | null;
  /** What the engine thinks of the pair now; without it, what it last suggested. */
  suggestion?: Pick<StoredSuggestion, 'score' | 'total_bits' | 'model_version' | 'features'>;
}

/**
 * The linked account; what was suggested is kept with it, so that unlinking restores it. Linking again to the same person
 * changes nothing.
 * @throws DomainError not_found, reference_not_found, conflict when it is somebody else's, overlapping_span when the person has
 * another account of this provider in that time
 */
export async function linkAccount(uow: UnitOfWork, request: LinkRequest): Promise<ExternalAccount> {
  const { accountId, personId, reason, method, runId = null } = request;
  const place = [uow.trx, uow.organizationId] as const;
  const before = await new ExternalAccountRepository(...place).getForUpdate(accountId);
  await assertReferences(uow, 'people', [{ id: personId, pointer: '/person_id' }]);
  if (before.personId === personId) return before;
  if (before.state === 'linked') {
    throw new DomainError('conflict', 'The account is linked to somebody else; unlink it first.', {
      person_id: before.personId,
    });
  }
  const suggestions = new IdentitySuggestionRepository(...place);
  const suggested = await suggestions.ofAccounts([accountId]);
  await suggestions.deleteOfAccounts([accountId]);
  return recordDecision(uow, before, {
    action: method === 'created' ? 'new' : 'link',
    personId,
    reason,
    runId,
    suggestion: request.suggestion ?? suggested.find((one) => one.person_id === personId),
    event: 'external_account.linked',
    patch: {
      state: 'linked',
      personId,
      linkMethod: method,
      linkedBy: uow.actor.userId,
      linkedAt: uow.now,
      linkReason: reason,
      beforeLink: { state: before.state, suggestions: suggested },
    },
  });
}
