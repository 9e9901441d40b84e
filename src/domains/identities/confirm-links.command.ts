/** A person's word that a link which the engine made is right: what the random audits ask for, and the engine learns from. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { auditedAccount } from './account-audit.rules';
import type { ExternalAccount, IdentityDecision } from './external-accounts.types';
import { IdentityDecisionRepository } from './identity-decisions.repository';
import { decisionOf } from './record-decision.command';

/**
 * Logs it for each account whose pair no person has confirmed yet, with what the engine had thought of the pair. The accounts
 * stay as they are. Repeating it changes nothing.
 */
export async function confirmLinks(
  uow: UnitOfWork,
  links: readonly { account: ExternalAccount; reason: string | null }[],
): Promise<void> {
  const made = links.filter(({ account }) => account.linkMethod !== 'manual');
  if (made.length === 0 || uow.actor.userId === null) return;
  const decisions = new IdentityDecisionRepository(uow.trx, uow.organizationId);
  const log = await decisions.list(made.map(({ account }) => account.id));
  const open = made.flatMap(({ account, reason }) => {
    const { id, personId } = account;
    const last = log.filter((one) => one.externalAccountId === id && one.personId === personId).at(-1);
    return last !== undefined && last.decidedBy === null ? [{ account, reason, suggestion: thoughtOf(last) }] : [];
  });
  await decisions.insertMany(
    open.map(({ account: { id, personId }, reason, suggestion }) =>
      decisionOf(uow, id, { action: 'link', personId, reason, suggestion }),
    ),
  );
  for (const { account } of open) {
    const facts = auditedAccount(account);
    uow.audit({
      event: 'external_account.link_confirmed',
      entityType: 'external_account',
      entityId: account.id,
      before: facts,
      after: facts,
    });
  }
}

/** Undefined for a person whom the engine made of the account: it had weighed no pair. */
function thoughtOf({ score, totalBits, modelVersion, features }: IdentityDecision) {
  if (score === null || totalBits === null) return undefined;
  return { score, total_bits: totalBits, model_version: modelVersion, features };
}
