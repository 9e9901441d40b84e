/** Time entries as a resource: worked minutes are a figure of the ledger, so every write is a change of the plan. */
import type { CrudResource } from '../../http/crud-resource';
import { assertInOrder } from '../../shared/assert-in-order';
import { DomainError } from '../../shared/domain-error';
import { patched } from '../../shared/patched';
import { assertNotErased, assertReferences } from '../../platform/references';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { planned } from '../capacity/plan-wrapper';
import { listProjectsOfTasks } from '../tasks/list-projects-of-tasks.query';
import { placementOf } from '../tasks/task-placement.rules';
import { listPeopleLed } from '../teams/list-people-led.query';
import { assertMayRecord } from './time-entries.policy';
import { presentTimeEntry } from './time-entries.presenter';
import { TimeEntryRepository } from './time-entries.repository';
import {
  changedTimeEntry,
  newTimeEntry,
  timeEntryAnswer,
  timeEntryFilter,
  type TimeEntryBody,
  type TimeEntryFilter,
} from './time-entries.schema';
import type { TimeEntry, TimeEntryFields } from './time-entries.types';
import { timeEntryScope } from './time-entry-scope.rules';

export const timeEntriesResource: CrudResource<TimeEntry> = {
  path: '/time-entries',
  tag: 'Time entries',
  noun: 'time_entry',
  permissions: { read: 'time_entry.read', write: 'time_entry.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  isCacheable: true,
  listQuery: timeEntryFilter,
  filter: (rows, { query }) => {
    const { person_id, project_id, task_id, from, to, source } = query as TimeEntryFilter;
    assertInOrder({ from, to }, '/query');
    if (person_id !== undefined) rows.where('person_id', person_id);
    if (project_id !== undefined) rows.where('project_id', project_id);
    if (task_id !== undefined) rows.where('task_id', task_id);
    if (from !== undefined) rows.where('date', '>=', from);
    if (to !== undefined) rows.where('date', '<=', to);
    if (source !== undefined) rows.where('source', source);
  },
  create: newTimeEntry,
  update: changedTimeEntry,
  answer: timeEntryAnswer,
  repository: (uow) => new TimeEntryRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before }) => timeEntryOf(uow, body, before),
  mayWrite: async (uow, { before, after }) => {
    const personIds = [before?.personId, after?.personId].filter((id) => id !== undefined);
    assertMayRecord(uow.actor, personIds, await listPeopleLed(uow));
  },
  mayHappen: (_uow, { before }) => {
    if (before === null || before.source === 'manual') return Promise.resolve();
    throw new DomainError('provider_record', `This time entry comes from ${before.source}; change it there.`, {
      source: before.source,
    });
  },
  present: presentTimeEntry,
  plan: planned((_uow, { before, after }) => Promise.resolve(timeEntryScope(before, after))),
};

async function timeEntryOf(uow: UnitOfWork, body: TimeEntryBody, before: TimeEntry | null): Promise<TimeEntryFields> {
  const input = { projectId: body.project_id, taskId: body.task_id };
  const projectOfTask = await listProjectsOfTasks(uow, [input.taskId]);
  const placement = placementOf(input, before, { projectOfTask });
  const fields = {
    personId: body.person_id ?? before?.personId ?? '',
    ...placement,
    date: body.date ?? before?.date ?? '',
    minutes: body.minutes ?? before?.minutes ?? 0,
    note: patched(body.note, before?.note),
    source: before?.source ?? 'manual',
  };
  const { personId, projectId } = fields;
  if (personId !== before?.personId) await assertReferences(uow, 'people', [{ id: personId, pointer: '/person_id' }]);
  else await assertNotErased(uow, [personId]);
  if (projectId !== before?.projectId) {
    await assertReferences(uow, 'projects', [{ id: projectId, pointer: '/project_id' }]);
  }
  return fields;
}
