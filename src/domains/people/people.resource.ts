/** People as a resource. A deleted person keeps all history; their allocations stop counting, and they are answered no more. */
import type { CrudResource, RecordChange } from '../../http/crud-resource';
import { newId } from '../../shared/ids';
import { FIRST_DATE } from '../../shared/calendar-dates';
import { DomainError, invalidField } from '../../shared/domain-error';
import { minutesOfHours } from '../../shared/wire-hours';
import { patched } from '../../shared/patched';
import { assertNotErased, assertReferences } from '../../platform/references';
import { whereContains } from '../../platform/where-contains';
import type { NewRecord } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { PlanScope } from '../capacity/impact.types';
import { planningHorizon } from '../capacity/planning-horizon.rules';
import { planned } from '../capacity/plan-wrapper';
import { shareWorkweek } from '../organizations/share-workweek.query';
import { followDefaultCalendar } from './follow-default-calendar.command';
import { presentPerson } from './people.presenter';
import { PersonRepository } from './people.repository';
import {
  changedPerson,
  newPerson,
  personAnswer,
  personFilter,
  type PersonBody,
  type PersonFilter,
} from './people.schema';
import type { Person } from './people.types';

export const peopleResource: CrudResource<Person> = {
  path: '/people',
  tag: 'People',
  noun: 'person',
  words: { one: 'person', many: 'people' },
  permissions: { read: 'person.read', write: 'person.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  isCacheable: true,
  listQuery: personFilter,
  filter: (rows, { query }) => {
    const { q, active } = query as PersonFilter;
    whereContains(rows, ['full_name'], q);
    if (active !== undefined) rows.where('active', active);
  },
  create: newPerson,
  update: changedPerson,
  answer: personAnswer,
  repository: (uow) => new PersonRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before }) => {
    const record = personOf(body, before);
    if (record.managerId !== (before?.managerId ?? null)) await assertManager(uow, record);
    return record;
  },
  mayHappen: async (uow, { before, after }) => {
    if (before !== null && after !== null) await assertNotErased(uow, [before.id]);
  },
  alongside: async (uow, { before, result }) => {
    if (before === null) await followDefaultCalendar(uow, [result.id]);
  },
  present: presentPerson,
  plan: planned(async (uow, change) => {
    // Whoever changes the workweek of all people must see this one, or be seen.
    if (change.before === null) await shareWorkweek(uow);
    return scopeOf(uow, change);
  }),
};

function personOf(body: PersonBody, before: Person | null): NewRecord<Person> {
  const weekly = body.weekly_hours_default;
  return {
    id: before?.id ?? newId(),
    fullName: body.full_name ?? before?.fullName ?? '',
    active: body.active ?? before?.active ?? true,
    managerId: patched(body.manager_id, before?.managerId),
    costCenter: patched(body.cost_center, before?.costCenter),
    location: patched(body.location, before?.location),
    weeklyMinutesDefault: patched(minutesOfHours(weekly), before?.weeklyMinutesDefault),
    source: body.source ?? before?.source ?? 'manual',
  };
}

/** A manager exists and does not report, over any number of steps, to the person themself. */
async function assertManager(uow: UnitOfWork, { id = '', managerId }: NewRecord<Person>): Promise<void> {
  if (managerId === null) return;
  if (managerId === id) throw invalidField('/manager_id', 'own_manager', 'nobody is their own manager');
  await assertReferences(uow, 'people', [{ id: managerId, pointer: '/manager_id' }]);
  const people = new PersonRepository(uow.trx, uow.organizationId);
  await people.holdReportingLines();
  if (await people.reportsTo(managerId, id)) {
    throw new DomainError('conflict', 'This manager reports to the person; change that first.', {});
  }
}

/** A new person has the weeks that are kept ready; weekly hours change all days without a nearer source; a deleted person has none. */
function scopeOf(uow: UnitOfWork, { before, after }: RecordChange<Person>): PlanScope | null {
  if (before === null) {
    const { from } = planningHorizon(uow.now);
    return { personIds: [after?.id ?? ''], from, to: null, reason: 'person.created' };
  }
  if (after === null) return { personIds: [before.id], from: FIRST_DATE, to: null, reason: 'person.deleted' };
  if (after.weeklyMinutesDefault === before.weeklyMinutesDefault) return null;
  return { personIds: [before.id], from: FIRST_DATE, to: null, reason: 'person.updated' };
}
