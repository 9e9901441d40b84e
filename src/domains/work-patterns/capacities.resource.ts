/** Capacity entries: list and delete. They lie in one table with the assigned patterns (READINGS 10, 11). */
import type { CrudResource } from '../../http/crud-resource';
import { assertInOrder } from '../../shared/assert-in-order';
import { planned } from '../capacity/plan-wrapper';
import { spanScope } from '../capacity/span-scope.rules';
import { assertMayAssign } from './assert-may-assign.query';
import { capacityAnswer, capacityFilter, newCapacity, type CapacityFilter } from './capacities.schema';
import { PersonWorkPatternRepository } from './person-work-patterns.repository';
import { presentCapacity } from './work-patterns.presenter';
import type { PersonWorkPattern } from './work-patterns.types';

export const capacitiesResource: CrudResource<PersonWorkPattern> = {
  path: '/capacities',
  tag: 'Work patterns',
  noun: 'capacity',
  words: { one: 'capacity entry', many: 'capacity entries: weekly hours of people from a date on' },
  permissions: { read: 'work_pattern.read', write: 'assignment.write' },
  operations: ['list', 'delete'],
  isCacheable: true,
  belongs: (entry) => entry.weeklyMinutes !== null,
  listQuery: capacityFilter,
  filter: (rows, { query }) => {
    const { person_id, from, to } = query as CapacityFilter;
    assertInOrder({ from, to }, '/query');
    rows.whereNotNull('weekly_minutes');
    if (person_id !== undefined) rows.where('person_id', person_id);
    if (from !== undefined) rows.whereRaw('coalesce(ends_on, ?) >= ?', ['infinity', from]);
    if (to !== undefined) rows.where('starts_on', '<=', to);
  },
  create: newCapacity,
  update: newCapacity.partial(),
  answer: capacityAnswer,
  repository: (uow) => new PersonWorkPatternRepository(uow.trx, uow.organizationId),
  toRecord: () => Promise.reject(new Error('capacity entries are written by upsertCapacities')),
  mayWrite: (uow, { before }) => assertMayAssign(uow, before === null ? [] : [before.personId]),
  present: presentCapacity,
  plan: planned((_uow, { before }) =>
    Promise.resolve(
      spanScope(
        [before && { personId: before.personId, from: before.startsOn, to: before.endsOn }],
        'capacity.deleted',
      ),
    ),
  ),
};
