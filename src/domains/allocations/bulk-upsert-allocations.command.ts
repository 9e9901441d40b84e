/** Stores many allocations at once: what is there is changed, what is not is made (READINGS 33). */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertReferences } from '../../platform/references';
import { DomainError } from '../../shared/domain-error';
import type { Impact } from '../capacity/impact.types';
import { lockPeople } from '../capacity/lock-people.command';
import { listProjectsOfTasks } from '../tasks/list-projects-of-tasks.query';
import { listPeopleLed } from '../teams/list-people-led.query';
import { assertMayBook } from './allocations.policy';
import { AllocationRepository } from './allocations.repository';
import type { Allocation } from './allocations.types';
import { joinedRefusal, matchItems, pointerOfItem, replacedBy } from './bulk-upsert.rules';
import type { UpsertItem, UpsertRequest, UpsertResult, UpsertStep } from './bulk-upsert.types';
import { storeUpsert, storeWhatFits } from './store-upsert.command';

/**
 * Results in the order of the items, deletions behind. Repeating it leaves everything unchanged. With `atomic` one bad item
 * refuses all, naming every reason; without, bad items are `failed`, and `replace` then deletes nothing.
 * @throws DomainError validation_failed, reference_not_found, forbidden, planning_conflict, period_closed
 */
export async function bulkUpsertAllocations(
  uow: UnitOfWork,
  { items, mode, atomic, options }: UpsertRequest,
): Promise<{ results: UpsertResult[]; impact: Impact }> {
  const repository = new AllocationRepository(uow.trx, uow.organizationId);
  const checked = await checkReferences(uow, items);
  const existing = await lockExisting(uow, repository, checked);
  const projectOfTask = await listProjectsOfTasks(
    uow,
    checked.map((item) => (item.problem === undefined ? item.input.taskId : undefined)),
  );
  const { steps: matched, failures } = matchItems(checked, existing, projectOfTask);
  if (atomic && failures.size > 0) throw joinedRefusal([...failures.values()]);
  const steps = await checkActor(uow, matched, failures);
  if (atomic && failures.size > 0) throw joinedRefusal([...failures.values()]);

  const deletions = mode === 'replace' && failures.size === 0 ? replacedBy(steps, existing) : [];
  const store = atomic ? storeUpsert : storeWhatFits;
  const { results, impact } = await store(uow, { steps, deletions, options });
  const failed = [...failures].map(([index, problem]) => failedResult(index, problem));
  return { results: [...results, ...failed].sort(byIndex), impact };
}

/** One statement for all people, one for all projects; items that name unknown ones become problems. */
async function checkReferences(uow: UnitOfWork, items: readonly UpsertItem[]): Promise<UpsertItem[]> {
  const problems = new Map<number, DomainError>();
  for (const [table, field, property] of [
    ['people', 'person_id', 'personId'],
    ['projects', 'project_id', 'projectId'],
  ] as const) {
    const references = items.map((item) => ({
      id: item.problem === undefined ? item.input[property] : undefined,
      pointer: `${pointerOfItem(item.index)}/${field}`,
    }));
    for (const pointer of await unknownAmong(uow, table, references)) {
      const index = Number(pointer.split('/')[2]);
      const errors = [
        ...(problems.get(index)?.details.errors ?? []),
        { pointer, code: 'reference_not_found', message: 'no such record' },
      ];
      problems.set(index, new DomainError('reference_not_found', `${pointer}: no such record`, { errors }));
    }
  }
  return items.map((item) => {
    const problem = problems.get(item.index);
    return problem === undefined ? item : { index: item.index, problem };
  });
}

async function unknownAmong(
  uow: UnitOfWork,
  table: 'people' | 'projects',
  references: Parameters<typeof assertReferences>[2],
): Promise<string[]> {
  try {
    await assertReferences(uow, table, references);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'reference_not_found') throw error;
    return (error.details.errors ?? []).map((one) => one.pointer);
  }
}

/** Every allocation the body may mean, read under the locks of all people concerned, so that two bodies at once do not both make it. */
async function lockExisting(
  uow: UnitOfWork,
  repository: AllocationRepository,
  items: readonly UpsertItem[],
): Promise<Allocation[]> {
  const understood = items.flatMap((item) => (item.problem === undefined ? [item] : []));
  const ids = understood.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const named = await repository.findMany(ids);
  const sent = understood.flatMap(({ input }) => (input.personId === undefined ? [] : [input.personId]));
  const personIds = [...new Set([...sent, ...named.map((allocation) => allocation.personId)])];
  await lockPeople(uow, personIds);
  const starts = understood.flatMap(({ input }) => (input.startDate === undefined ? [] : [input.startDate]));
  const ends = understood.flatMap(({ input }) => (input.endDate === undefined ? [] : [input.endDate]));
  const dates = [...starts, ...ends, ...named.flatMap(({ startDate, endDate }) => [startDate, endDate])].sort();
  const [from = '1970-01-01', to = from] = [dates[0], dates.at(-1)];
  const existing = await repository.findForUpsert({ ids, personIds, from, to });
  const locked = new Set(personIds);
  if (existing.some((allocation) => !locked.has(allocation.personId)))
    throw new DomainError('stale_version', 'An allocation has just been given to somebody else.');
  return existing;
}

/** The steps the actor may take; the others become failures. */
async function checkActor(
  uow: UnitOfWork,
  steps: readonly UpsertStep[],
  failures: Map<number, DomainError>,
): Promise<UpsertStep[]> {
  const led = await listPeopleLed(uow);
  return steps.filter(({ index, before, fields }) => {
    try {
      assertMayBook(uow.actor, [fields.personId, before?.personId ?? fields.personId], led);
      return true;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      failures.set(index, error);
      return false;
    }
  });
}

function failedResult(index: number, problem: DomainError): UpsertResult {
  return { index, status: 'failed', id: null, problem };
}

function byIndex(a: UpsertResult, b: UpsertResult): number {
  return (a.index ?? Infinity) - (b.index ?? Infinity) || 0;
}
