/** Projects of time tracking as projects here, by the provider's id and never by name. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { ProjectFields } from '../integrations/provider-records.types';
import { freeProjectKey } from '../projects/free-project-key.query';
import type { Project } from '../projects/projects.types';
import { projectWrites } from '../projects/write-projects.command';
import type { RecordPlan } from './apply.types';
import { compareFields } from './compare-fields.rules';
import type { MirrorRecord } from './mirror-records.types';
import { planKept, planSettled, planWrite } from './record-plans.rules';

/**
 * A plan for each record. A project that vanishes at the provider stays: people are booked on it here. Keys that are taken
 * already get a number, so two projects of one code stay two.
 */
export async function planProjects(uow: UnitOfWork, records: readonly MirrorRecord[]): Promise<RecordPlan[]> {
  const writes = projectWrites(uow);
  const stored = await writes.find(records.map((record) => record.entityId).filter((id) => id !== null));
  return records.map((record) => {
    const before = stored.get(record.entityId ?? '') ?? null;
    if (record.vanishedAt !== null) return planKept(record);
    if (before === null && record.entityId !== null)
      return planSettled(record, { type: 'project', id: record.entityId });
    return planOf(uow, record, before);
  });
}

/** A task has nothing here yet but the project it leads to. */
export function planTasks(records: readonly MirrorRecord[]): RecordPlan[] {
  return records.map((record) => planSettled(record, null));
}

function planOf(uow: UnitOfWork, record: MirrorRecord, before: Project | null): RecordPlan {
  const said = record.fields as unknown as ProjectFields;
  const writes = projectWrites(uow);
  const wanted = {
    name: said.name.slice(0, 200),
    status: said.status === 'active' ? ('active' as const) : ('done' as const),
    startDate: said.startDate,
    endDate: said.endDate !== null && said.startDate !== null && said.endDate < said.startDate ? null : said.endDate,
  };
  if (before === null) {
    return planWrite({
      record,
      entityType: 'project',
      scope: null,
      comparison: { patch: wanted, before: null, differs: null },
      write: async () => {
        const key = await freeProjectKey(uow, said.code ?? said.name);
        return writes.create({ ...wanted, key, priority: 0, ownerId: null, teamId: null, tags: [] });
      },
    });
  }
  const comparison = compareFields(before, wanted);
  return planWrite({
    record,
    entityType: 'project',
    entityId: before.id,
    scope: null,
    comparison,
    write: () => writes.change(before, comparison.patch),
  });
}
