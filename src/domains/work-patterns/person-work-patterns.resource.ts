/** Which pattern a person follows when. A bounded span lies on top of the open one with the latest start (READINGS 11). */
import type { CrudResource } from '../../http/crud-resource';
import { idParams } from '../../http/schemas';
import { assertReferences } from '../../platform/references';
import { assertInOrder } from '../../shared/assert-in-order';
import { patched } from '../../shared/patched';
import { planned } from '../capacity/plan-wrapper';
import { spanScope } from '../capacity/span-scope.rules';
import { assertPersonExists } from '../people/assert-person-exists.query';
import { assertMayAssign } from './assert-may-assign.query';
import { PersonWorkPatternRepository } from './person-work-patterns.repository';
import { presentPersonWorkPattern } from './work-patterns.presenter';
import {
  changedPersonWorkPattern,
  newPersonWorkPattern,
  personWorkPatternAnswer,
  type PersonWorkPatternBody,
} from './work-patterns.schema';
import type { PersonWorkPattern } from './work-patterns.types';

export const personWorkPatternsResource: CrudResource<PersonWorkPattern> = {
  path: '/people/{id}/work-patterns',
  tag: 'Work patterns',
  noun: 'person_work_pattern',
  words: { one: 'assignment of a work pattern to a person', many: 'the work patterns a person follows, and when' },
  permissions: { read: 'work_pattern.read', write: 'assignment.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  isCacheable: true,
  params: idParams,
  recordParam: 'assignment_id',
  within: (uow, { id }, purpose) => assertPersonExists(uow, id, purpose),
  belongs: (assignment, { id }) => assignment.personId === id && assignment.workPatternId !== null,
  filter: (rows, { params }) => {
    rows.where('person_id', params['id'] ?? '').whereNotNull('work_pattern_id');
  },
  create: newPersonWorkPattern,
  update: changedPersonWorkPattern,
  answer: personWorkPatternAnswer,
  repository: (uow) => new PersonWorkPatternRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before, params }) => {
    const { work_pattern_id, starts_on, ends_on } = body as PersonWorkPatternBody;
    const startsOn = starts_on ?? before?.startsOn ?? '';
    const endsOn = patched(ends_on, before?.endsOn);
    assertInOrder({ starts_on: startsOn, ends_on: endsOn });
    if (work_pattern_id !== before?.workPatternId) {
      await assertReferences(uow, 'work_patterns', [{ id: work_pattern_id, pointer: '/work_pattern_id' }]);
    }
    const workPatternId = work_pattern_id ?? before?.workPatternId ?? '';
    const nothingElse = { weeklyMinutes: null, calendarId: null, notes: before?.notes ?? null };
    return { personId: params['id'] ?? '', workPatternId, startsOn, endsOn, ...nothingElse };
  },
  mayWrite: (uow, { before, after }) =>
    assertMayAssign(
      uow,
      [before?.personId, after?.personId].filter((id) => id !== undefined),
    ),
  present: presentPersonWorkPattern,
  plan: planned((_uow, { before, after }) =>
    Promise.resolve(
      spanScope(
        [before, after].map((span) => span && { personId: span.personId, from: span.startsOn, to: span.endsOn }),
        'person_work_pattern.changed',
      ),
    ),
  ),
};
