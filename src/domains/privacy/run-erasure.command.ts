/** The steps of erasing a person. Each is one transaction and may be run again: a finished request is left as it is. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { cancelApprovalsOfPerson } from '../approvals/cancel-approvals-of-person.command';
import { localToday } from '../organizations/local-today.query';
import { lockOrganization } from '../organizations/lock-organization.command';
import { listAbsencesThatCount } from '../vouchers/list-absences-that-count.query';
import { ErasablePeopleRepository } from './erasable-people.repository';
import { erasureObstacle, type ErasureObstacle } from './erasable.rules';
import {
  ERASED_PRESENCE,
  ERASED_THAT_COUNTS,
  ERASED_TIME_OFF,
  type ErasedAbsenceType,
} from './erased-absence-types.rules';
import { ErasureRepository, type NeutralAbsences } from './erasures.repository';
import type { Erasure, ErasureCounts } from './erasures.types';
import { personalRecordRules } from './personal-records.rules';

/**
 * Anonymises and deletes the rows of the person and notes which audit events are about them. Run again, it finds nothing that
 * still says who it was, and keeps the counts of the first time. What has come in the way since it was asked for, such as a new
 * engagement, ends the request as failed, with the obstacle as its code, and nothing is erased. @throws DomainError not_found
 */
export async function eraseRecords(uow: UnitOfWork, erasureId: string): Promise<void> {
  const erasures = new ErasureRepository(uow.trx, uow.organizationId);
  const erasure = await erasures.getForUpdate(erasureId);
  if (erasure.state !== 'queued') return;
  const { personId } = erasure;
  await erasures.holdSyncs();
  const obstacle = await holdAndJudge(uow, personId);
  if (obstacle !== null) {
    await erasures.update(
      erasure,
      { state: 'failed', errorCode: obstacle, startedAt: uow.now, finishedAt: uow.now },
      [],
    );
    return;
  }
  const subjectIds = await erasures.subjectIds(personId);
  await erasures.rememberProviderIds(subjectIds);
  const running = await erasures.update(
    erasure,
    { state: 'running', startedAt: uow.now, subjectIds, auditCursor: 0 },
    [],
  );
  const subject = { personId, subjectIds };
  const absences = await neutralAbsences(uow, personId);
  const counts: Record<string, number> = {};
  for (const rule of personalRecordRules.filter((one) => one.change === 'frozen')) {
    counts[rule.what] = await erasures.count(rule, subject);
  }
  await erasures.eraseFrozenRows(erasureId);
  for (const rule of personalRecordRules.filter((one) => one.change !== 'frozen')) {
    counts[rule.what] = await erasures.apply(rule, subject, absences);
  }
  await cancelApprovalsOfPerson(uow, { personId, userIds: subjectIds }); // their texts are gone by now
  await erasures.update(running, { counts: withoutZeros(counts) }, []);
}

/**
 * Takes the values out of the next `limit` audit events that are about the person. Where it has got to is stored with it. How far it
 * has to go is found by the first batch: who wrote about the person before they were erased was waited for, so that is in the log by now.
 */
export async function redactAudit(
  uow: UnitOfWork,
  erasureId: string,
  limit: number,
): Promise<{ redacted: number; done: boolean }> {
  const erasures = new ErasureRepository(uow.trx, uow.organizationId);
  const found = await erasures.getForUpdate(erasureId);
  if (found.state !== 'running') return { redacted: 0, done: true };
  const erasure = await withBound(erasures, found);
  const batch = await erasures.redactAudit(erasureId, limit);
  if (batch.redacted === 0) return batch;
  // The function has moved the cursor of this very row, which the version does not guard.
  const counts = { ...erasure.counts, audit_event: (erasure.counts['audit_event'] ?? 0) + batch.redacted };
  await erasures.update(erasure, { counts }, []);
  return batch;
}

/** Ends a request: well, or with the code of what kept failing, after which somebody may ask again. */
export async function finishErasure(uow: UnitOfWork, erasureId: string, errorCode: string | null): Promise<Erasure> {
  const erasures = new ErasureRepository(uow.trx, uow.organizationId);
  const erasure = await erasures.getForUpdate(erasureId);
  if (erasure.state === 'completed' || erasure.state === 'failed') return erasure;
  const state = errorCode === null ? 'completed' : 'failed';
  const finished = await erasures.update(erasure, { state, errorCode, finishedAt: uow.now }, []);
  if (errorCode !== null) return finished;
  const facts = { entityType: 'person', entityId: erasure.personId };
  const after = { erasure_id: erasureId, trigger: erasure.trigger, counts: erasure.counts };
  uow.audit({ event: 'person.erased', ...facts, before: null, after });
  uow.emit({ type: 'person.erased', ...facts, version: finished.version });
  return finished;
}

/** Until the transaction ends nobody becomes or ceases to be an owner, and nothing is added about the person: the answer holds. */
async function holdAndJudge(uow: UnitOfWork, personId: string): Promise<ErasureObstacle | null> {
  await lockOrganization(uow);
  const person = await new ErasablePeopleRepository(uow.trx, uow.organizationId).getForUpdate(personId);
  return erasureObstacle(person, (await localToday(uow)).today);
}

/** Under the lock of the person, so that their absences are those that will be changed. Types are made where somebody needs them. */
async function neutralAbsences(uow: UnitOfWork, personId: string): Promise<NeutralAbsences> {
  const erasures = new ErasureRepository(uow.trx, uow.organizationId);
  const timeOffType = await erasures.neutralAbsenceType(ERASED_TIME_OFF);
  const typeIf = async (isNeeded: boolean, type: ErasedAbsenceType): Promise<string> =>
    isNeeded ? erasures.neutralAbsenceType(type) : timeOffType;
  const counting = await listAbsencesThatCount(uow, personId);
  return {
    timeOffType,
    presenceType: await typeIf(await erasures.hasPresence(personId), ERASED_PRESENCE),
    countingType: await typeIf(counting.length > 0, ERASED_THAT_COUNTS),
    counting,
  };
}

/** With the last event of the audit log that may tell who the person was. */
async function withBound(erasures: ErasureRepository, erasure: Erasure): Promise<Erasure> {
  if (erasure.auditCursor > 0) return erasure;
  return erasures.update(erasure, { auditLast: await erasures.lastAuditEvent() }, []);
}

/** @throws DomainError not_found */
export async function findErasure(uow: UnitOfWork, erasureId: string): Promise<Erasure> {
  const erasure = await new ErasureRepository(uow.trx, uow.organizationId).find(erasureId);
  if (erasure === undefined) throw new DomainError('not_found', 'There is no such erasure.');
  return erasure;
}

function withoutZeros(counts: ErasureCounts): ErasureCounts {
  return Object.fromEntries(Object.entries(counts).filter(([, rows]) => rows > 0));
}
