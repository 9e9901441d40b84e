/** What a contract of HR says of an engagement, and when an archived one without an end must have ended. */
import { addDays } from '../../shared/calendar-dates';
import type { Engagement } from '../engagements/engagements.types';
import type { CollaboratorFields, ContractFields } from '../integrations/provider-records.types';
import type { MirrorRecord } from './mirror-records.types';

export type WantedEngagement = Pick<Engagement, 'personId' | 'type' | 'startDate' | 'endDate' | 'weeklyMinutesDefault'>;

/** What else is known of the accounts whose contracts these are: it tells when an archived contract must have ended. */
export interface ContractContext {
  /** The day of the run: an archived contract has ended by then. */
  today: string;
  personOf: (account: string) => string | undefined;
  /** All contracts of these accounts. */
  siblings: readonly MirrorRecord[];
  /** The accounts' own records. */
  accounts: ReadonlyMap<string, MirrorRecord>;
}

/** The engagement that a contract asks for; `before` = what it is here already. */
export function wantedEngagement(
  { record, personId, before }: { record: MirrorRecord; personId: string; before: Engagement | null },
  context: ContractContext,
): WantedEngagement {
  const contract = record.fields as unknown as ContractFields;
  const endDate = endOf(record, context) ?? (contract.status === 'ARCHIVED' ? latestEnd(before, context) : null);
  return {
    personId,
    type: typeOf(contract),
    startDate: contract.startDate,
    endDate: endDate !== null && endDate < contract.startDate ? contract.startDate : endDate,
    weeklyMinutesDefault: contract.weeklyHours === null ? null : Math.round(contract.weeklyHours * 60),
  };
}

/** False for an archived contract whose end nothing tells. */
export function saysEnd(record: MirrorRecord, context: ContractContext): boolean {
  const { status } = record.fields as unknown as ContractFields;
  return status !== 'ARCHIVED' || endOf(record, context) !== null;
}

/**
 * Payfit archives contracts without giving an end (PROVIDERS.md). Such a contract has ended by the day it is first read as
 * archived: that day is taken, and stays until HR says better or somebody corrects it. Planning somebody on for ever, or never
 * taking them in, would be further from the truth.
 */
function latestEnd(before: Engagement | null, { today }: ContractContext): string {
  return before?.endDate ?? today;
}

/** As the contract says; of an archived one also the eve of the next contract of the same account, else the account's last day. */
function endOf(record: MirrorRecord, { siblings, accounts }: ContractContext): string | null {
  const { startDate, endDate, status } = record.fields as unknown as ContractFields;
  if (endDate !== null || status !== 'ARCHIVED') return endDate;
  const later = siblings
    .filter((sibling) => sibling.ownerExternalId === record.ownerExternalId)
    .map((sibling) => (sibling.fields as unknown as ContractFields).startDate)
    .filter((start) => start > startDate)
    .sort();
  if (later[0] !== undefined) return addDays(later[0], -1);
  const account = accounts.get(record.ownerExternalId ?? '')?.fields as unknown as CollaboratorFields | undefined;
  return account?.terminationDate ?? null;
}

/** DSN S21.G00.40.007: 80 is a corporate officer. */
function typeOf({ engagementType, natureCode }: ContractFields): Engagement['type'] {
  if (natureCode === '80') return 'mandataire';
  return engagementType === 'contractor' ? 'contractor' : 'employee';
}
