/** Contracts of HR as engagements here. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { addDays } from '../../shared/calendar-dates';
import type { PlanScope } from '../capacity/impact.types';
import type { Engagement } from '../engagements/engagements.types';
import { listEngagementsOfPeople } from '../engagements/list-engagements-of-people.query';
import { engagementWrites } from '../engagements/write-engagements.command';
import type { CollaboratorFields, ContractFields } from '../integrations/provider-records.types';
import type { RecordPlan } from './apply.types';
import { compareFields } from './compare-fields.rules';
import type { MirrorRecord } from './mirror-records.types';
import { planAdoption, planFailure, planKept, planRemoval, planSettled, planWrite } from './record-plans.rules';

/** Before any date that is kept: a first engagement ends, and a last one brings back, all days before it. */
const FROM_EVER = '1900-01-01';
/** After any date that is kept. */
const FOR_EVER = '2200-12-31';

type WantedEngagement = Pick<Engagement, 'personId' | 'type' | 'startDate' | 'endDate' | 'weeklyMinutesDefault'>;

/** What else is known of the accounts whose contracts these are: it tells when an archived contract must have ended. */
export interface ContractContext {
  personOf: (account: string) => string | undefined;
  /** All contracts of these accounts. */
  siblings: readonly MirrorRecord[];
  /** The accounts' own records. */
  accounts: ReadonlyMap<string, MirrorRecord>;
}

/** A plan for each record. */
export async function planContracts(
  uow: UnitOfWork,
  context: ContractContext,
  records: readonly MirrorRecord[],
): Promise<RecordPlan[]> {
  const writes = engagementWrites(uow);
  const stored = await writes.find(records.map((record) => record.entityId).filter((id) => id !== null));
  const byHand = await engagementsByHand(uow, context, records);
  return records.map((record) => {
    const before = stored.get(record.entityId ?? '') ?? null;
    if (record.vanishedAt !== null) return planVanished(uow, record, before);
    const personId = context.personOf(record.ownerExternalId ?? '');
    if (personId === undefined) return planSettled(record, null);
    if (before === null && record.entityId !== null)
      return planSettled(record, { type: 'engagement', id: record.entityId });
    const wanted = wantedOf(record, personId, context);
    if (wanted === null) return planFailure(record, 'end_unknown');
    const same = before === null ? takeSame(byHand, wanted) : undefined;
    if (same === undefined) return planOf(uow, { record, before, wanted });
    const keep = (fields: readonly string[]) => writes.keepFields(same, fields);
    return planAdoption({ record, entityType: 'engagement', same, wanted: { ...wanted }, keep });
  });
}

/** Engagements of these people that no contract has become yet: somebody entered them before HR was connected. */
async function engagementsByHand(
  uow: UnitOfWork,
  { personOf, siblings }: ContractContext,
  records: readonly MirrorRecord[],
): Promise<Engagement[]> {
  const fresh = records.filter((record) => record.entityId === null && record.vanishedAt === null);
  const people = fresh.map((record) => personOf(record.ownerExternalId ?? '')).filter((id) => id !== undefined);
  if (people.length === 0) return [];
  const known = new Set([...siblings, ...records].map((record) => record.entityId));
  const engagements = await listEngagementsOfPeople(uow, [...new Set(people)]);
  return engagements.filter(({ id }) => !known.has(id));
}

/**
 * Two of a type never overlap (API.md §3), so one that does is the contract itself as somebody entered it. It leaves the list:
 * it is one contract's only.
 */
function takeSame(byHand: Engagement[], wanted: WantedEngagement): Engagement | undefined {
  const index = byHand.findIndex(({ personId, type, startDate, endDate }) => {
    const overlaps = startDate <= (wanted.endDate ?? FOR_EVER) && wanted.startDate <= (endDate ?? FOR_EVER);
    return personId === wanted.personId && type === wanted.type && overlaps;
  });
  return index < 0 ? undefined : byHand.splice(index, 1)[0];
}

/**
 * HR lists archived contracts for a year only, so one that leaves the list ended and was not taken back: its engagement stays.
 * Any other that vanishes never was, unless somebody has edited what it became.
 */
function planVanished(uow: UnitOfWork, record: MirrorRecord, before: Engagement | null): RecordPlan {
  const { status } = record.fields as unknown as ContractFields;
  if (before === null || status === 'ARCHIVED' || before.editedFields.length > 0) return planKept(record);
  return planRemoval({
    record,
    entityType: 'engagement',
    before: shown(before),
    scope: scopeOf(before.personId, FROM_EVER, null),
    remove: () => engagementWrites(uow).remove(before),
  });
}

function planOf(
  uow: UnitOfWork,
  { record, before, wanted }: { record: MirrorRecord; before: Engagement | null; wanted: WantedEngagement },
): RecordPlan {
  const writes = engagementWrites(uow);
  const entityType = 'engagement';
  if (before === null) {
    return planWrite({
      record,
      entityType,
      scope: scopeOf(wanted.personId, FROM_EVER, null),
      comparison: { patch: shown(wanted), before: null, differs: null },
      write: () => writes.create({ ...wanted, payrollEligible: true, notes: null }),
    });
  }
  const comparison = compareFields(before, { ...wanted });
  const moves = ['personId', 'startDate', 'endDate', 'weeklyMinutesDefault'].some((field) => field in comparison.patch);
  const from = wanted.startDate < before.startDate ? wanted.startDate : before.startDate;
  return planWrite({
    record,
    entityType,
    entityId: before.id,
    scope: moves ? scopeOf(before.personId, from, null) : null,
    comparison,
    write: () => writes.change(before, comparison.patch),
  });
}

function scopeOf(personId: string, from: string, to: string | null): PlanScope {
  return { personIds: [personId], from, to, reason: 'engagement.changed' };
}

/** Null when an archived contract tells no end and none after it does. */
function wantedOf(record: MirrorRecord, personId: string, context: ContractContext): WantedEngagement | null {
  const contract = record.fields as unknown as ContractFields;
  const endDate = contract.endDate ?? (contract.status === 'ARCHIVED' ? endOf(record, context) : null);
  if (endDate === null && contract.status === 'ARCHIVED') return null;
  return {
    personId,
    type: typeOf(contract),
    startDate: contract.startDate,
    endDate: endDate !== null && endDate < contract.startDate ? contract.startDate : endDate,
    weeklyMinutesDefault: contract.weeklyHours === null ? null : Math.round(contract.weeklyHours * 60),
  };
}

/** The eve of the next contract of the same account, else the account's last day. */
function endOf(record: MirrorRecord, { siblings, accounts }: ContractContext): string | null {
  const { startDate } = record.fields as unknown as ContractFields;
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

function shown(engagement: WantedEngagement): Record<string, unknown> {
  const { personId, type, startDate, endDate, weeklyMinutesDefault } = engagement;
  return { personId, type, startDate, endDate, weeklyMinutesDefault };
}
