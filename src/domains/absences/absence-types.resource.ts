/** Absence types as a resource. Whether a type is time off moves the figures of everybody who has such an absence. */
import type { CrudResource, RecordChange } from '../../http/crud-resource';
import { DomainError } from '../../shared/domain-error';
import { patched } from '../../shared/patched';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { PlanScope } from '../capacity/impact.types';
import { planned } from '../capacity/plan-wrapper';
import { spanScope } from '../capacity/span-scope.rules';
import { AbsenceTypeRepository } from './absence-types.repository';
import { presentAbsenceType } from './absences.presenter';
import { AbsenceRepository } from './absences.repository';
import { absenceTypeAnswer, changedAbsenceType, newAbsenceType, type AbsenceTypeBody } from './absences.schema';
import type { AbsenceType } from './absences.types';

export const absenceTypesResource: CrudResource<AbsenceType> = {
  path: '/absence-types',
  tag: 'Absences',
  noun: 'absence_type',
  permissions: { read: 'absence.read', write: 'absence_type.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  isCacheable: true,
  create: newAbsenceType,
  update: changedAbsenceType,
  answer: absenceTypeAnswer,
  repository: (uow) => new AbsenceTypeRepository(uow.trx, uow.organizationId),
  locksFirst: true,
  toRecord: (_uow, body, { before }) => {
    const { key, label, is_time_off, color } = body as AbsenceTypeBody;
    return Promise.resolve({
      key: key ?? before?.key ?? '',
      label: label ?? before?.label ?? '',
      isTimeOff: is_time_off ?? before?.isTimeOff ?? true,
      color: patched(color, before?.color),
    });
  },
  mayHappen: async (uow, { before, after }) => {
    if (before === null) return;
    // Whoever writes an absence of it holds it for share: wait for them, so that what follows sees their absence.
    await new AbsenceTypeRepository(uow.trx, uow.organizationId).getForUpdate(before.id);
    if (after !== null) return;
    const { length } = await new AbsenceRepository(uow.trx, uow.organizationId).ofType(before.id);
    if (length === 0) return;
    throw new DomainError('conflict', `${String(length)} absences are of this type; change or delete them first.`, {
      absences: length,
    });
  },
  present: presentAbsenceType,
  plan: planned(scopeOf),
};

async function scopeOf(uow: UnitOfWork, { before, after }: RecordChange<AbsenceType>): Promise<PlanScope | null> {
  if (before === null || after === null || before.isTimeOff === after.isTimeOff) return null;
  const absences = await new AbsenceRepository(uow.trx, uow.organizationId).ofType(before.id);
  const spans = absences
    .filter((absence) => absence.status === 'approved')
    .map((absence) => ({ personId: absence.personId, from: absence.startDate, to: absence.endDate }));
  return spanScope(spans, 'absence_type.updated');
}
