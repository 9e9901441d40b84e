/** Finds an absence type by the key a client sent, and registers an unknown one (v9 knows no list of types). */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { AbsenceTypeRepository } from './absence-types.repository';
import type { AbsenceType } from './absences.types';

/** How a type begins that is not known yet. */
export interface NewAbsenceType {
  label: string;
  isTimeOff: boolean;
}

/** The type of that key; an unknown key becomes one that is time off unless said otherwise, to be edited later (READINGS 20). */
export async function registerAbsenceType(
  uow: UnitOfWork,
  key: string,
  begins: NewAbsenceType = { label: key, isTimeOff: true },
): Promise<AbsenceType> {
  const types = new AbsenceTypeRepository(uow.trx, uow.organizationId);
  const known = await types.findByKeyForShare(key);
  if (known !== undefined) return known;
  const created = await types.insertIfNew(key, begins);
  if (created === undefined) return registerAbsenceType(uow, key, begins);
  const facts = { entityType: 'absence_type', entityId: created.id };
  uow.audit({ event: 'absence_type.created', ...facts, before: null, after: created });
  uow.emit({ type: 'absence_type.created', ...facts, version: created.version });
  return created;
}
