/** Asks for a person to be erased; the workflow `erasure/{id}` does it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { localToday } from '../organizations/local-today.query';
import { ErasablePeopleRepository } from './erasable-people.repository';
import { erasureObstacle, type ErasureObstacle } from './erasable.rules';
import { ErasureRepository } from './erasures.repository';
import type { Erasure, ErasureItem } from './erasures.types';
import { personalRecordRules } from './personal-records.rules';

const reasons: Record<ErasureObstacle, string> = {
  already_erased: 'This person is erased already.',
  still_employed: 'This person is still employed: end the engagement first.',
  no_engagement:
    'A person without an engagement is employed on every date: add one that has ended, or delete the person.',
  last_owner: 'This person is the only owner of the organisation.',
};

/**
 * Stores the request and hands it on. A person with a request under way is answered with that one.
 * @throws DomainError not_found, conflict
 */
export async function requestErasure(
  uow: UnitOfWork,
  personId: string,
  trigger: Erasure['trigger'] = 'request',
): Promise<Erasure> {
  await assertErasable(uow, personId);
  const erasures = new ErasureRepository(uow.trx, uow.organizationId);
  const open = await erasures.findOpen(personId);
  if (open !== undefined) return open;
  const erasure = await erasures.insert({
    personId,
    trigger,
    state: 'queued',
    requestedBy: uow.actor.userId,
    counts: {},
    subjectIds: [],
    auditCursor: 0,
    auditLast: 0,
    startedAt: null,
    finishedAt: null,
    errorCode: null,
  });
  const facts = { entityType: 'erasure', entityId: erasure.id };
  uow.audit({ event: 'erasure.requested', ...facts, before: null, after: { person_id: personId, trigger } });
  uow.emit({ type: 'erasure.requested', ...facts, version: 1, urgent: true });
  return erasure;
}

/** What erasing would do now, by what the rows are; nothing is written. @throws DomainError not_found, conflict */
export async function previewErasure(uow: UnitOfWork, personId: string): Promise<ErasureItem[]> {
  await assertErasable(uow, personId);
  const erasures = new ErasureRepository(uow.trx, uow.organizationId);
  const subjectIds = await erasures.subjectIds(personId);
  const subject = { personId, subjectIds };
  const items: ErasureItem[] = [];
  for (const rule of personalRecordRules) {
    const rows = await erasures.count(rule, subject);
    if (rows > 0) items.push({ what: rule.what, action: rule.action, rows });
  }
  const audited = await erasures.countAudit(subjectIds);
  return audited === 0 ? items : [...items, { what: 'audit_event', action: 'redacted', rows: audited }];
}

async function assertErasable(uow: UnitOfWork, personId: string): Promise<void> {
  const person = await new ErasablePeopleRepository(uow.trx, uow.organizationId).getForUpdate(personId);
  const obstacle = erasureObstacle(person, (await localToday(uow)).today);
  if (obstacle !== null) throw new DomainError('conflict', reasons[obstacle], { obstacle });
}
