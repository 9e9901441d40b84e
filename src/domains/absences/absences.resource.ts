/** Absences as a resource. Overlapping ones are accepted (READINGS 20): the ledger unites them. */
import type { CrudResource } from '../../http/crud-resource';
import { assertInOrder } from '../../shared/assert-in-order';
import { newId } from '../../shared/ids';
import { minutesOfHours } from '../../shared/wire-hours';
import { patched } from '../../shared/patched';
import { assertNotErased, assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { listRunning } from '../approvals/list-running.query';
import { planned } from '../capacity/plan-wrapper';
import { spanScope } from '../capacity/span-scope.rules';
import { assertAbsenceDates } from './absence-fields.rules';
import { AbsenceTypeRepository } from './absence-types.repository';
import { assertMayWrite, mayDecide } from './absences.policy';
import { presentAbsence } from './absences.presenter';
import { AbsenceRepository } from './absences.repository';
import {
  absenceAnswer,
  absenceFilter,
  changedAbsence,
  newAbsence,
  type AbsenceBody,
  type AbsenceFilter,
} from './absences.schema';
import type { Absence, AbsenceFields } from './absences.types';
import { loadAudience } from './load-audience.query';
import { noteReasonsRead } from './note-reasons-read.command';
import { registerAbsenceType } from './register-absence-type.command';
import { watchApproval } from './watch-approval.command';

export const absencesResource: CrudResource<Absence> = {
  path: '/absences',
  tag: 'Absences',
  noun: 'absence',
  permissions: { read: 'absence.read', write: 'absence.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  listQuery: absenceFilter,
  filter: (rows, { query }) => {
    const { person_id, from, to, status } = query as AbsenceFilter;
    assertInOrder({ from, to }, '/query');
    if (person_id !== undefined) rows.where('person_id', person_id);
    if (from !== undefined) rows.where('end_date', '>=', from);
    if (to !== undefined) rows.where('start_date', '<=', to);
    if (status !== undefined) rows.where('status', status);
  },
  create: newAbsence,
  update: changedAbsence,
  answer: absenceAnswer,
  repository: (uow) => new AbsenceRepository(uow.trx, uow.organizationId),
  // Who is asked to approve it must be able to name it before it is stored.
  toRecord: async (uow, body, { before }) => ({
    ...(before === null ? { id: newId() } : {}),
    ...(await absenceOf(uow, body, before)),
  }),
  mayWrite: async (uow, change) => assertMayWrite(await loadAudience(uow), change),
  mayHappen: watchApproval,
  presenterFor: async (uow, absences) => {
    const audience = await loadAudience(uow);
    const types = new AbsenceTypeRepository(uow.trx, uow.organizationId);
    const keys = await types.keysOf([...new Set(absences.map((absence) => absence.typeId))]);
    const requested = absences.filter(({ status }) => status === 'requested').map(({ id }) => id);
    const running = await listRunning(uow, 'absence', requested);
    return (absence) => {
      const facts = { typeKey: keys.get(absence.typeId) ?? '', approvalId: running.get(absence.id) ?? null };
      return presentAbsence(absence, facts, audience);
    };
  },
  noteRead: noteReasonsRead,
  plan: planned((_uow, { before, after }) =>
    Promise.resolve(
      spanScope(
        [before, after].map((one) => one && { personId: one.personId, from: one.startDate, to: one.endDate }),
        'absence.changed',
      ),
    ),
  ),
};

async function absenceOf(uow: UnitOfWork, body: AbsenceBody, before: Absence | null): Promise<AbsenceFields> {
  const personId = body.person_id ?? before?.personId ?? '';
  const hours = body.hours_per_day;
  const fields = {
    personId,
    startDate: body.start_date ?? before?.startDate ?? '',
    endDate: body.end_date ?? before?.endDate ?? '',
    startsAt: body.starts_at ?? before?.startsAt ?? 'beginning_of_day',
    endsAt: body.ends_at ?? before?.endsAt ?? 'end_of_day',
    minutesPerDay: patched(minutesOfHours(hours), before?.minutesPerDay),
    notes: patched(body.notes, before?.notes),
    source: before?.source ?? 'manual',
  };
  assertAbsenceDates(fields);
  if (personId !== before?.personId) await assertReferences(uow, 'people', [{ id: personId, pointer: '/person_id' }]);
  else await assertNotErased(uow, [personId]);
  return {
    ...fields,
    typeId: await typeIdOf(uow, body, before),
    status: body.status ?? before?.status ?? (await firstStatus(uow, personId)),
  };
}

async function typeIdOf(uow: UnitOfWork, body: AbsenceBody, before: Absence | null): Promise<string> {
  if (body.type !== undefined) return (await registerAbsenceType(uow, body.type)).id;
  const typeId = before?.typeId ?? '';
  await new AbsenceTypeRepository(uow.trx, uow.organizationId).holdForShare(typeId);
  return typeId;
}

/** Whoever may decide writes decided absences; all others request. */
async function firstStatus(uow: UnitOfWork, personId: string): Promise<'approved' | 'requested'> {
  return mayDecide(await loadAudience(uow), personId) ? 'approved' : 'requested';
}
