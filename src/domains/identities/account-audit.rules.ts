/** An account in the audit log: what was decided, never the profile, which is personal data of the provider. */
import type { ExternalAccount } from './external-accounts.types';

/** The audited part of an account. */
export function auditedAccount(account: ExternalAccount): object {
  const { id, connectionId, provider, externalUserId, state, personId, linkMethod, linkedBy, linkedAt, linkReason } =
    account;
  return { id, connectionId, provider, externalUserId, state, personId, linkMethod, linkedBy, linkedAt, linkReason };
}
