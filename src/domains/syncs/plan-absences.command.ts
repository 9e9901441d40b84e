/** Absences of HR and leave of time tracking as absences here. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { registerAbsenceType } from '../absences/register-absence-type.command';
import type { Absence, AbsenceFields } from '../absences/absences.types';
import { absenceWrites } from '../absences/write-absences.command';
import { spanScope } from '../capacity/span-scope.rules';
import type { VisibleConnection } from '../integrations/hold-connection.query';
import type {
  AbsenceFields as PayfitAbsence,
  LeavePeriodFields,
  LeaveSpan,
} from '../integrations/provider-records.types';
import { absenceStatusOf, absenceTypeDefaults } from './absence-kinds.rules';
import type { RecordPlan } from './apply.types';
import { compareFields } from './compare-fields.rules';
import type { MirrorRecord } from './mirror-records.types';
import { planRemoval, planSettled, planWrite } from './record-plans.rules';

/** What a provider says about one absence, whichever provider it is. */
interface SaidAbsence {
  type: string;
  status: string;
  span: LeaveSpan | null;
  notes: string | null;
}

/** A plan for each record; `personOf` gives the person of an account. Registers types that are new here. */
export async function planAbsences(
  uow: UnitOfWork,
  { connection, personOf }: { connection: VisibleConnection; personOf: (account: string) => string | undefined },
  records: readonly MirrorRecord[],
): Promise<RecordPlan[]> {
  const writes = absenceWrites(uow);
  const stored = await writes.find(records.map((record) => record.entityId).filter((id) => id !== null));
  const plans: RecordPlan[] = [];
  for (const record of records) {
    const before = stored.get(record.entityId ?? '') ?? null;
    const personId = personOf(record.ownerExternalId ?? '');
    const wanted = personId === undefined ? null : await wantedAbsence(uow, { connection, personId, before }, record);
    plans.push(planOf(uow, { record, before, wanted }));
  }
  return plans;
}

/**
 * Registers the types of all these records, also of those that are nobody's yet: which types there are must not depend on who is
 * linked. Idempotent.
 */
export async function registerAbsenceTypes(
  uow: UnitOfWork,
  connection: VisibleConnection,
  records: readonly MirrorRecord[],
): Promise<void> {
  const keys = records
    .filter(({ vanishedAt }) => vanishedAt === null)
    .map(saidBy)
    .filter(({ span, status }) => span !== null && absenceStatusOf(status, false) !== null)
    .map(({ type }) => keyOf(connection, type));
  for (const key of new Set(keys)) {
    if (key !== null) await registerAbsenceType(uow, key, absenceTypeDefaults(key));
  }
}

/** The organisation's key of a provider's word; null = it leaves such absences out. */
function keyOf({ absenceTypes }: VisibleConnection, type: string): string | null {
  const mapped = absenceTypes[type];
  return mapped === undefined ? type : mapped;
}

type WantedAbsence = Omit<AbsenceFields, 'minutesPerDay' | 'source'>;

/** The absence that the record asks for; null when it asks for none. */
async function wantedAbsence(
  uow: UnitOfWork,
  context: { connection: VisibleConnection; personId: string; before: Absence | null },
  record: MirrorRecord,
): Promise<WantedAbsence | null> {
  const said = saidBy(record);
  const key = keyOf(context.connection, said.type);
  const status = absenceStatusOf(said.status, context.before !== null);
  if (record.vanishedAt !== null || said.span === null || key === null || status === null) return null;
  const type = await registerAbsenceType(uow, key, absenceTypeDefaults(key));
  const { startDate, startsAt, endDate, endsAt } = said.span;
  return {
    personId: context.personId,
    typeId: type.id,
    startDate,
    startsAt,
    endDate,
    endsAt,
    status,
    notes: said.notes,
  };
}

function saidBy({ kind, fields }: MirrorRecord): SaidAbsence {
  if (kind === 'leave_period') {
    const { span, description } = fields as unknown as LeavePeriodFields;
    return { type: 'gryzzly_leave', status: 'approved', span, notes: description };
  }
  const { type, status, span } = fields as unknown as PayfitAbsence;
  return { type, status, span, notes: null };
}

function planOf(
  uow: UnitOfWork,
  { record, before, wanted }: { record: MirrorRecord; before: Absence | null; wanted: WantedAbsence | null },
): RecordPlan {
  const entityType = 'absence';
  const spanOf = (one: { personId: string; startDate: string; endDate: string } | null) =>
    one && { personId: one.personId, from: one.startDate, to: one.endDate };
  const writes = absenceWrites(uow);
  if (wanted === null) {
    if (before === null) return planSettled(record, null);
    const scope = spanScope([spanOf(before)], 'absence.changed');
    return planRemoval({ record, entityType, before: shown(before), scope, remove: () => writes.remove(before) });
  }
  // Somebody deleted it here: that stands.
  if (before === null && record.entityId !== null)
    return planSettled(record, { type: entityType, id: record.entityId });
  if (before === null) {
    const source = record.kind === 'leave_period' ? ('gryzzly' as const) : ('payfit' as const);
    const fields = { ...wanted, minutesPerDay: null, source };
    return planWrite({
      record,
      entityType,
      scope: spanScope([spanOf(wanted)], 'absence.changed'),
      comparison: { patch: shown(fields), before: null, differs: null },
      write: () => writes.create(fields),
    });
  }
  const { notes, ...rest } = wanted;
  const comparison = compareFields(before, notes === null ? rest : wanted);
  const after = { ...before, ...comparison.patch };
  return planWrite({
    record,
    entityType,
    entityId: before.id,
    scope: spanScope([spanOf(before), spanOf(after)], 'absence.changed'),
    comparison,
    write: () => writes.change(before, comparison.patch),
  });
}

/** The fields a run's changes show. */
function shown(absence: Partial<AbsenceFields>): Record<string, unknown> {
  const { personId, typeId, startDate, startsAt, endDate, endsAt, status } = absence;
  return { personId, typeId, startDate, startsAt, endDate, endsAt, status };
}
