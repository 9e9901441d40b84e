/** Engagements as a resource. Two engagements of the type employee never overlap: 409 `overlapping_span` from the database. */
import type { CrudResource, RecordChange } from '../../http/crud-resource';
import { idParams } from '../../http/schemas';
import { assertInOrder } from '../../shared/assert-in-order';
import { minutesOfHours } from '../../shared/wire-hours';
import { patched } from '../../shared/patched';
import { FIRST_DATE } from '../../shared/calendar-dates';
import type { NewRecord } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { PlanScope } from '../capacity/impact.types';
import { lockPeople } from '../capacity/lock-people.command';
import { planned } from '../capacity/plan-wrapper';
import { spanScope } from '../capacity/span-scope.rules';
import { assertPersonExists } from '../people/assert-person-exists.query';
import { presentEngagement } from './engagements.presenter';
import { EngagementRepository } from './engagements.repository';
import { changedEngagement, engagementAnswer, newEngagement, type EngagementBody } from './engagements.schema';
import type { Engagement } from './engagements.types';

export const engagementsResource: CrudResource<Engagement> = {
  path: '/people/{id}/engagements',
  tag: 'People',
  noun: 'engagement',
  words: { one: 'engagement of a person', many: 'the engagements of a person' },
  permissions: { read: 'person.read', write: 'person.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  isCacheable: true,
  params: idParams,
  recordParam: 'engagement_id',
  within: (uow, { id }, purpose) => assertPersonExists(uow, id, purpose),
  belongs: (engagement, { id }) => engagement.personId === id,
  filter: (rows, { params }) => {
    rows.where('person_id', params['id'] ?? '');
  },
  create: newEngagement,
  update: changedEngagement,
  answer: engagementAnswer,
  repository: (uow) => new EngagementRepository(uow.trx, uow.organizationId),
  toRecord: (_uow, body, { before, params }) =>
    Promise.resolve(engagementOf(body as EngagementBody, { before, personId: params['id'] ?? '' })),
  present: presentEngagement,
  plan: planned(scopeOf),
};

function engagementOf(
  body: EngagementBody,
  { before, personId }: { before: Engagement | null; personId: string },
): NewRecord<Engagement> {
  const startDate = body.start_date ?? before?.startDate ?? '';
  const endDate = patched(body.end_date, before?.endDate);
  assertInOrder({ start_date: startDate, end_date: endDate });
  const weekly = body.weekly_hours_default;
  return {
    personId,
    type: body.type ?? before?.type ?? 'employee',
    startDate,
    endDate,
    weeklyMinutesDefault: patched(minutesOfHours(weekly), before?.weeklyMinutesDefault),
    payrollEligible: body.payroll_eligible ?? before?.payrollEligible ?? true,
    notes: patched(body.notes, before?.notes),
  };
}

/** The first engagement ends, and the last one deleted brings back, the days before it: then all dates can move (READINGS 6). */
async function scopeOf(uow: UnitOfWork, { before, after }: RecordChange<Engagement>): Promise<PlanScope | null> {
  const spans = [before, after].map((one) => one && { personId: one.personId, from: one.startDate, to: one.endDate });
  const scope = spanScope(spans, 'engagement.changed');
  if (scope === null || (before !== null && after !== null)) return scope;
  // Under the lock, or each of two that end at once would see the other.
  await lockPeople(uow, scope.personIds);
  const engagements = new EngagementRepository(uow.trx, uow.organizationId);
  const alone = await engagements.isAlone(scope.personIds[0] ?? '', before?.id);
  return alone ? { ...scope, from: FIRST_DATE, to: null } : scope;
}
