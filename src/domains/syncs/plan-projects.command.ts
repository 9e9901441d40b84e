/** Projects of time tracking as projects here: by the provider's id; before it is known, by code and name together. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { ProjectFields } from '../integrations/provider-records.types';
import { freeProjectKey } from '../projects/free-project-key.query';
import { listProjectsOfKeys } from '../projects/list-projects-of-keys.query';
import { keyBaseOf } from '../projects/project-key.rules';
import type { Project } from '../projects/projects.types';
import { changeProject, projectWrites } from '../projects/write-projects.command';
import type { RecordPlan } from './apply.types';
import { compareFields } from './compare-fields.rules';
import type { MirrorRecord } from './mirror-records.types';
import type { ProviderRecordRepository } from './provider-records.repository';
import { planAdoption, planKept, planSettled, planWrite } from './record-plans.rules';

type WantedProject = Pick<Project, 'name' | 'status' | 'startDate' | 'endDate'>;

/**
 * A plan for each record. A project that vanishes at the provider stays: people are booked on it here. A project that somebody
 * entered under the same code and the same name is the provider's, and keeps what was entered; one of only the same code is
 * another, and the new one's key gets a number.
 */
export async function planProjects(
  uow: UnitOfWork,
  mirror: ProviderRecordRepository,
  records: readonly MirrorRecord[],
): Promise<RecordPlan[]> {
  const writes = projectWrites(uow);
  const byHand = await projectsByHand(uow, mirror, records);
  const stored = await writes.find(records.map((record) => record.entityId).filter((id) => id !== null));
  return records.map((record) => {
    const before = stored.get(record.entityId ?? '') ?? null;
    if (record.vanishedAt !== null) return planKept(record);
    if (before === null && record.entityId !== null)
      return planSettled(record, { type: 'project', id: record.entityId });
    const wanted = wantedOf(record);
    const same = before === null ? takeSame(byHand, record) : undefined;
    if (same === undefined) return planOf(uow, record, { before, wanted });
    const keep = (fields: readonly string[]) => writes.keepFields(same, fields);
    return planAdoption({ record, entityType: 'project', same, wanted: { ...wanted }, keep });
  });
}

/** Projects under the codes of new records that are no provider's project yet. */
async function projectsByHand(
  uow: UnitOfWork,
  mirror: ProviderRecordRepository,
  records: readonly MirrorRecord[],
): Promise<Project[]> {
  const fresh = records.filter((record) => record.entityId === null && record.vanishedAt === null);
  const keys = fresh.map(codeOf).filter((code) => code !== null);
  const projects = await listProjectsOfKeys(uow, [...new Set(keys)]);
  const taken = await mirror.entitiesAmong(
    'project',
    projects.map(({ id }) => id),
  );
  return projects.filter(({ id }) => !taken.has(id));
}

/** Takes the project out of the list: it is one record's only. */
function takeSame(byHand: Project[], record: MirrorRecord): Project | undefined {
  const { name } = record.fields as unknown as ProjectFields;
  const code = codeOf(record);
  const index = byHand.findIndex((project) => project.key === code && keyBaseOf(project.name) === keyBaseOf(name));
  return index < 0 ? undefined : byHand.splice(index, 1)[0];
}

function codeOf(record: MirrorRecord): string | null {
  const { code } = record.fields as unknown as ProjectFields;
  return code === null ? null : keyBaseOf(code);
}

function wantedOf(record: MirrorRecord): WantedProject {
  const { name, status, startDate, endDate } = record.fields as unknown as ProjectFields;
  return {
    name: name.slice(0, 200),
    status: status === 'active' ? 'active' : 'done',
    startDate,
    endDate: endDate !== null && startDate !== null && endDate < startDate ? null : endDate,
  };
}

/** A task has nothing here yet but the project it leads to. */
export function planTasks(records: readonly MirrorRecord[]): RecordPlan[] {
  return records.map((record) => planSettled(record, null));
}

function planOf(
  uow: UnitOfWork,
  record: MirrorRecord,
  { before, wanted }: { before: Project | null; wanted: WantedProject },
): RecordPlan {
  const said = record.fields as unknown as ProjectFields;
  if (before === null) {
    return planWrite({
      record,
      entityType: 'project',
      scope: null,
      comparison: { patch: wanted, before: null, differs: null },
      write: async () => {
        const key = await freeProjectKey(uow, said.code ?? said.name);
        return projectWrites(uow).create({ ...wanted, key, priority: 0, ownerId: null, teamId: null, tags: [] });
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
    write: () => changeProject(uow, before, comparison.patch),
  });
}
