/** Declared time as time entries here; what it was declared on is found by the provider's ids. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { DeclarationFields, TaskFields } from '../integrations/provider-records.types';
import { timeEntryScope } from '../time-entries/time-entry-scope.rules';
import type { TimeEntry, TimeEntryFields } from '../time-entries/time-entries.types';
import { timeEntryWrites } from '../time-entries/write-time-entries.command';
import type { RecordPlan } from './apply.types';
import { compareFields } from './compare-fields.rules';
import type { MirrorRecord } from './mirror-records.types';
import type { ProviderRecordRepository } from './provider-records.repository';
import { planFailure, planRemoval, planSettled, planWrite } from './record-plans.rules';

const MINUTES_PER_DAY = 1_440;

/** A plan for each record. The projects were applied before. */
export async function planDeclarations(
  uow: UnitOfWork,
  context: { mirror: ProviderRecordRepository; personOf: (account: string) => string | undefined },
  records: readonly MirrorRecord[],
): Promise<RecordPlan[]> {
  const writes = timeEntryWrites(uow);
  const stored = await writes.find(records.map((record) => record.entityId).filter((id) => id !== null));
  const projectOf = await projectsOfTasks(context.mirror, records);
  return records.map((record) => {
    const before = stored.get(record.entityId ?? '') ?? null;
    const personId = context.personOf(record.ownerExternalId ?? '');
    const said = record.fields as unknown as DeclarationFields;
    if (record.vanishedAt !== null || said.minutes === 0) return planGone(uow, record, before);
    if (personId === undefined) return planSettled(record, null);
    if (before === null && record.entityId !== null)
      return planSettled(record, { type: 'time_entry', id: record.entityId });
    if (said.minutes > MINUTES_PER_DAY) return planFailure(record, 'longer_than_a_day');
    const projectId = projectOf.get(said.taskExternalId);
    if (projectId === undefined) return planFailure(record, 'project_unknown');
    const { date, minutes, description: note } = said;
    return planOf(uow, {
      record,
      before,
      wanted: { personId, projectId, taskId: null, date, minutes, note, source: 'gryzzly' },
    });
  });
}

function planGone(uow: UnitOfWork, record: MirrorRecord, before: TimeEntry | null): RecordPlan {
  if (before === null) return planSettled(record, null);
  return planRemoval({
    record,
    entityType: 'time_entry',
    before: shown(before),
    scope: timeEntryScope(before, null),
    remove: () => timeEntryWrites(uow).remove(before),
  });
}

function planOf(
  uow: UnitOfWork,
  { record, before, wanted }: { record: MirrorRecord; before: TimeEntry | null; wanted: TimeEntryFields },
): RecordPlan {
  const writes = timeEntryWrites(uow);
  const entityType = 'time_entry';
  if (before === null) {
    return planWrite({
      record,
      entityType,
      scope: timeEntryScope(null, wanted),
      comparison: { patch: shown(wanted), before: null, differs: null },
      write: () => writes.create(wanted),
    });
  }
  const comparison = compareFields(before, { ...wanted });
  return planWrite({
    record,
    entityType,
    entityId: before.id,
    scope: timeEntryScope(before, { ...before, ...comparison.patch }),
    comparison,
    write: () => writes.change(before, comparison.patch),
  });
}

/** Our project of each task that the records name. */
async function projectsOfTasks(
  mirror: ProviderRecordRepository,
  records: readonly MirrorRecord[],
): Promise<Map<string, string>> {
  const names = [...new Set(records.map(({ fields }) => (fields as unknown as DeclarationFields).taskExternalId))];
  const tasks = await mirror.byExternalIds('task', names);
  const projectNames = [...tasks.values()].map(({ fields }) => (fields as unknown as TaskFields).projectExternalId);
  const projects = await mirror.byExternalIds('project', [...new Set(projectNames)]);
  const found = new Map<string, string>();
  for (const [name, { fields }] of tasks) {
    const projectId = projects.get((fields as unknown as TaskFields).projectExternalId)?.entityId;
    if (projectId !== undefined && projectId !== null) found.set(name, projectId);
  }
  return found;
}

function shown({ personId, projectId, date, minutes, note }: TimeEntryFields): Record<string, unknown> {
  return { personId, projectId, date, minutes, note };
}
