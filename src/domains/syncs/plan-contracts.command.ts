/** Contracts of HR as engagements here. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { PlanScope } from '../capacity/impact.types';
import type { Engagement } from '../engagements/engagements.types';
import { listEngagementsOfPeople } from '../engagements/list-engagements-of-people.query';
import { engagementWrites } from '../engagements/write-engagements.command';
import type { ContractFields } from '../integrations/provider-records.types';
import type { RecordPlan } from './apply.types';
import { compareFields } from './compare-fields.rules';
import { saysEnd, wantedEngagement, type ContractContext, type WantedEngagement } from './contract-engagements.rules';
import type { MirrorRecord } from './mirror-records.types';
import { planAdoption, planKept, planRemoval, planSettled, planWrite } from './record-plans.rules';

/** Before any date that is kept: a first engagement ends, and a last one brings back, all days before it. */
const FROM_EVER = '1900-01-01';
/** After any date that is kept. */
const FOR_EVER = '2200-12-31';

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
    const wanted = wantedEngagement({ record, personId, before }, context);
    const same = before === null ? takeSame(byHand, wanted) : undefined;
    if (same === undefined) return planOf(uow, { record, before, wanted });
    // An end that HR does not know is no objection to the one that somebody entered.
    const said = saysEnd(record, context) ? wanted : { ...wanted, endDate: same.endDate };
    const keep = (fields: readonly string[]) => writes.keepFields(same, fields);
    return planAdoption({ record, entityType: 'engagement', same, wanted: { ...said }, keep });
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

function shown(engagement: WantedEngagement): Record<string, unknown> {
  const { personId, type, startDate, endDate, weeklyMinutesDefault } = engagement;
  return { personId, type, startDate, endDate, weeklyMinutesDefault };
}
