/** Keeps records of people who were erased out of the mirror, whatever the provider still says of them. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { RejectedRow } from '../integrations/provider-records.types';
import { isAccountKind } from '../integrations/sync-kinds.rules';
import { erasedAmong } from '../privacy/erased-provider-ids.query';
import { rememberErasedIds } from '../privacy/remember-erased-ids.command';
import { managerOf, withoutManager, type RecordFacts } from './record-facts.rules';

/** What may be stored of a page, and how many of its rows are about somebody who was erased. */
export interface WithoutErased {
  facts: RecordFacts[];
  rejected: RejectedRow[];
  erased: number;
}

/**
 * A record is somebody's by the account it names, or by its contract. Contracts that an erased collaborator got since are
 * remembered too: absences name the contract alone, and come after it. Whoever they managed is stored without a manager.
 */
export async function leaveOutErased(
  uow: UnitOfWork,
  provider: string,
  page: { facts: readonly RecordFacts[]; rejected: readonly RejectedRow[] },
): Promise<WithoutErased> {
  const { facts, rejected } = page;
  const contractsOf = facts.map(({ owner }) => owner.contract).filter((id) => id !== null);
  const accountsOf = facts.flatMap((fact) => [fact.owner.account, managerOf(fact)]).filter((id) => id !== null);
  const accounts = await erasedAmong(uow, { provider, kind: 'account' }, [
    ...accountsOf,
    ...rejectedIds(rejected, true),
  ]);
  const contracts = await erasedAmong(uow, { provider, kind: 'contract' }, [
    ...contractsOf,
    ...rejectedIds(rejected, false),
  ]);
  const isErased = ({ owner }: RecordFacts): boolean =>
    accounts.has(owner.account ?? '') || contracts.has(owner.contract ?? '');
  const fresh = facts.filter((fact) => fact.kind === 'contract' && isErased(fact)).map(({ externalId }) => externalId);
  await rememberErasedIds(uow, { provider, kind: 'contract' }, fresh);
  const kept = facts.filter((fact) => !isErased(fact));
  const understood = rejected.filter(({ kind, externalId }) =>
    isAccountKind(kind) ? !accounts.has(externalId ?? '') : kind !== 'contract' || !contracts.has(externalId ?? ''),
  );
  return {
    facts: kept.map((fact) => (accounts.has(managerOf(fact) ?? '') ? withoutManager(fact) : fact)),
    rejected: understood,
    erased: facts.length - kept.length + rejected.length - understood.length,
  };
}

/** Ids of rows that could not be read: those of accounts, or those of contracts. */
function rejectedIds(rejected: readonly RejectedRow[], ofAccounts: boolean): string[] {
  return rejected
    .filter(({ kind }) => (ofAccounts ? isAccountKind(kind) : kind === 'contract'))
    .map(({ externalId }) => externalId)
    .filter((id) => id !== null);
}
