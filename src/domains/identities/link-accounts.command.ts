/** Ties accounts to people, many at once: a few statements however many there are, and a refusal stops no other. */
import { toDomainError } from '../../platform/database-errors';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError, referenceNotFound } from '../../shared/domain-error';
import { knownPeople } from '../people/known-people.query';
import { auditedAccount } from './account-audit.rules';
import { applyRecordsOf, holdConnectionsOf } from './apply-records-of.command';
import { ExternalAccountRepository, type StoredLink } from './external-accounts.repository';
import type { ExternalAccount, StoredSuggestion } from './external-accounts.types';
import { IdentityDecisionRepository, type NewDecision } from './identity-decisions.repository';
import { IdentitySuggestionRepository } from './identity-suggestions.repository';
import { refusalsOf, type LinkRequest } from './link-refusals.rules';
import { confirmLinks } from './confirm-links.command';
import { decisionOf } from './record-decision.command';
import { groupByAccount } from './suggestion-rows.rules';

/** The account as it is now, or why it was not linked; one for each request, in their order. */
export type LinkResult = { account: ExternalAccount } | { problem: DomainError };

interface Wanted {
  index: number;
  request: LinkRequest;
  before: ExternalAccount;
  suggested: StoredSuggestion[];
}

/**
 * Links each account; what was suggested is kept with it, so that unlinking restores it. An account that is the person's already
 * is left as it is; where the engine had linked it, a person has now confirmed that. Problems: not_found, reference_not_found, conflict when it is somebody else's, overlapping_span when the
 * person has another account of this provider in that time. What was read of accounts that a person has linked is asked to be applied.
 */
export async function linkAccounts(uow: UnitOfWork, requests: readonly LinkRequest[]): Promise<LinkResult[]> {
  const accounts = new ExternalAccountRepository(uow.trx, uow.organizationId);
  const decided = requests.filter(isDecided);
  await holdConnectionsOf(
    uow,
    decided.map(({ accountId }) => accountId),
  );
  const stored = await accounts.lockMany(requests.map(({ accountId }) => accountId));
  const personIds = requests.map(({ personId }) => personId);
  const people = await knownPeople(uow, personIds);
  const refusals = refusalsOf(requests, { stored, people, linked: await accounts.linkedTo(personIds) });
  const results = requests.map(({ accountId }, index): LinkResult => {
    const refusal = refusals[index];
    const account = stored.get(accountId);
    if (refusal !== null && refusal !== undefined) return { problem: refusal };
    return account === undefined ? { problem: referenceNotFound('/external_account_id') } : { account };
  });
  const wanted = await wantedLinks(uow, requests, results);
  const made = await linkAll(uow, wanted);
  for (const { index, result } of made) results[index] = result;
  await applyRecordsOf(
    uow,
    made.flatMap(({ index, result }) => {
      const request = requests[index];
      return request !== undefined && isDecided(request) && 'account' in result ? [result.account] : [];
    }),
  );
  await confirmLinks(uow, alreadyLinked(requests, results, wanted));
  return results;
}

/** By a person rather than by a run, which applies what it links itself. */
function isDecided({ runId }: LinkRequest): boolean {
  return runId === undefined;
}

/** Those who say by hand what the engine has done already. */
function alreadyLinked(
  requests: readonly LinkRequest[],
  results: readonly LinkResult[],
  wanted: readonly Wanted[],
): { account: ExternalAccount; reason: string | null }[] {
  const made = new Set(wanted.map(({ index }) => index));
  return requests.flatMap(({ method, reason }, index) => {
    const result = results[index];
    if (method !== 'manual' || made.has(index) || result === undefined || 'problem' in result) return [];
    return [{ account: result.account, reason }];
  });
}

async function wantedLinks(
  uow: UnitOfWork,
  requests: readonly LinkRequest[],
  results: readonly LinkResult[],
): Promise<Wanted[]> {
  const wanted = requests.flatMap((request, index) => {
    const result = results[index];
    if (result === undefined || 'problem' in result || result.account.personId === request.personId) return [];
    return [{ index, request, before: result.account }];
  });
  const suggestions = new IdentitySuggestionRepository(uow.trx, uow.organizationId);
  const rows = await suggestions.ofAccounts(wanted.map(({ before }) => before.id));
  const suggested = groupByAccount(rows);
  return wanted.map((one) => ({ ...one, suggested: suggested.get(one.before.id) ?? [] }));
}

/** All together; where somebody was faster and the database refuses, in halves, until the one that is refused stands alone. */
async function linkAll(uow: UnitOfWork, wanted: readonly Wanted[]): Promise<{ index: number; result: LinkResult }[]> {
  const [only] = wanted;
  if (only === undefined) return [];
  try {
    const linked = await uow.attempt(() => writeLinks(uow, wanted));
    return wanted.map(({ index }, place) => ({ index, result: { account: linked[place] ?? only.before } }));
  } catch (error) {
    const problem = toDomainError(error);
    if (!(problem instanceof DomainError) || problem.code !== 'overlapping_span') throw error;
    if (wanted.length === 1) return [{ index: only.index, result: { problem } }];
    const middle = Math.ceil(wanted.length / 2);
    return [...(await linkAll(uow, wanted.slice(0, middle))), ...(await linkAll(uow, wanted.slice(middle)))];
  }
}

async function writeLinks(uow: UnitOfWork, wanted: readonly Wanted[]): Promise<ExternalAccount[]> {
  const place = [uow.trx, uow.organizationId] as const;
  await new IdentitySuggestionRepository(...place).deleteOfAccounts(wanted.map(({ before }) => before.id));
  const stored = await new ExternalAccountRepository(...place).link(wanted.map(storedLink), {
    linkedBy: uow.actor.userId,
    linkedAt: uow.now,
  });
  await new IdentityDecisionRepository(...place).insertMany(wanted.map((one) => linkDecision(uow, one)));
  const event = 'external_account.linked';
  return wanted.map(({ before }) => {
    const after = stored.get(before.id);
    if (after === undefined)
      throw new DomainError('stale_version', 'The account has just been changed by somebody else.');
    const entity = { entityType: 'external_account', entityId: after.id };
    uow.audit({ event, ...entity, before: auditedAccount(before), after: auditedAccount(after) });
    uow.emit({ type: event, ...entity, version: after.version });
    return after;
  });
}

function storedLink({ request, before, suggested }: Wanted): StoredLink {
  const { personId, method, reason } = request;
  const beforeLink = { state: before.state, suggestions: suggested };
  return { id: before.id, version: before.version, personId, method, reason, beforeLink };
}

function linkDecision(uow: UnitOfWork, { request, before, suggested }: Wanted): NewDecision {
  const { personId, method, reason, runId = null } = request;
  const suggestion = request.suggestion ?? suggested.find((one) => one.person_id === personId);
  const action = method === 'created' ? 'new' : 'link';
  return decisionOf(uow, before.id, { action, personId, reason, suggestion, runId });
}
