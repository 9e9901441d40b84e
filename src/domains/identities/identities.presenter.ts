/** Accounts, suggestions and decisions as they are answered, to admins only: the profile is personal data of the provider. */
import { withRecordFields } from '../../shared/record-fields';
import { providerIdOf } from '../integrations/providers.rules';
import { profileOf } from './account-profile.rules';
import type { ExternalAccount, IdentityDecision } from './external-accounts.types';
import type { Match } from './list-matches.query';
import type { PresenceRow } from './presence.types';

/** `provider_id` is the provider's in the list of providers. */
export function presentAccount(account: ExternalAccount): object {
  return withRecordFields(account, {
    provider_id: providerIdOf(account.provider),
    provider: account.provider,
    connection_id: account.connectionId,
    external_user_id: account.externalUserId,
    person_id: account.personId,
    active: account.active,
    active_from: account.activeFrom,
    active_to: account.activeTo,
    raw_profile: account.rawProfile,
    state: account.state,
    link_method: account.linkMethod,
    linked_by: account.linkedBy,
    linked_at: account.linkedAt?.toISOString() ?? null,
    link_reason: account.linkReason,
  });
}

/** `signals` is v9's: one sentence for each group of evidence. */
export function presentMatch(match: Match): object {
  const { would_make_certain: wouldMakeCertain = [] } = match.features as { would_make_certain?: string[] };
  return {
    external_account_id: match.external_account_id,
    suggested_person_id: match.person_id,
    score: match.score,
    signals: Object.fromEntries(match.evidence.map(({ group, words }) => [group, words])),
    rank: match.rank,
    total_bits: match.total_bits,
    prior_bits: match.prior_bits,
    margin_bits: match.margin_bits,
    evidence: match.evidence,
    vetoes: match.vetoes,
    decisive: match.decisive,
    would_make_certain: wouldMakeCertain,
    model_version: match.model_version,
    provider: match.provider,
    external_user_id: match.external_user_id,
    account_name: profileOf({ rawProfile: match.raw_profile }).fullName,
    person_name: match.person_name,
  };
}

/** Somebody, and the systems that know them. */
export function presentPresence({ personId, name, active, payrollNumber, presence, accounts }: PresenceRow): object {
  return { person_id: personId, name, active, payroll_number: payrollNumber, presence, accounts };
}

/** One entry of the log. */
export function presentDecision(decision: IdentityDecision): object {
  return {
    id: decision.id,
    external_account_id: decision.externalAccountId,
    person_id: decision.personId,
    action: decision.action,
    decided_by: decision.decidedBy,
    reason: decision.reason,
    score: decision.score,
    total_bits: decision.totalBits,
    model_version: decision.modelVersion,
    run_id: decision.runId,
    created_at: decision.createdAt.toISOString(),
  };
}
