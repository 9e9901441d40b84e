/** Takes a link back: everything is as it was before it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { lockConnection } from '../integrations/hold-connection.query';
import { deletePerson } from '../people/delete-person.command';
import { removePersonContacts } from '../people/write-person-contacts.command';
import { withdrawAccount } from '../syncs/withdraw-account.command';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { ExternalAccount } from './external-accounts.types';
import { IdentitySuggestionRepository } from './identity-suggestions.repository';
import { logDecision, recordDecision } from './record-decision.command';

/**
 * What syncs made of the person by it is taken back. The account in the state it had, with the suggestions it had. Unless `reject` is false the pair is never suggested again. A
 * person whom the link itself had made is deleted, unless another account has become theirs meanwhile.
 * @throws DomainError not_found, conflict when it is not linked, period_closed when a closed month would change
 */
export async function unlinkAccount(
  uow: UnitOfWork,
  { accountId, reason, reject }: { accountId: string; reason: string; reject: boolean },
): Promise<ExternalAccount> {
  const accounts = new ExternalAccountRepository(uow.trx, uow.organizationId);
  await lockConnection(uow, (await accounts.get(accountId)).connectionId);
  const before = await accounts.getForUpdate(accountId);
  const { personId } = before;
  if (personId === null) throw new DomainError('conflict', 'The account is not linked to anybody.');
  await withdrawAccount(uow, { ...before, personId });
  const { state, suggestions } = before.beforeLink ?? { state: 'new', suggestions: [] };
  await new IdentitySuggestionRepository(uow.trx, uow.organizationId).insert(suggestions);
  const suggestion = suggestions.find((one) => one.person_id === personId);
  const after = await recordDecision(uow, before, {
    action: 'unlink',
    personId,
    reason,
    suggestion,
    event: 'external_account.unlinked',
    patch: {
      state,
      personId: null,
      linkMethod: null,
      linkedBy: null,
      linkedAt: null,
      linkReason: null,
      beforeLink: null,
    },
  });
  if (reject) await logDecision(uow, accountId, { action: 'reject', personId, reason, suggestion });
  if (before.linkMethod === 'created' && (await accounts.countOfPerson(personId)) === 0) {
    await removePersonContacts(uow, { personId, source: before.provider });
    await deletePerson(uow, personId);
  }
  return after;
}
