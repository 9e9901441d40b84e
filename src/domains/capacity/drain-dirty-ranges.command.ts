/** One batch of the recompute workflow: the people with something out of date, a transaction for the batch. */
import { systemActor } from '../../access/actor';
import type { Clock } from '../../platform/clock';
import type { Database } from '../../platform/database';
import type { Metrics } from '../../platform/metrics';
import { runInOrganization, type UnitOfWork } from '../../platform/unit-of-work';
import { CapacityRepository } from './capacity.repository';
import { CapacityRunRepository } from './capacity-runs.repository';
import type { DirtyRange } from './capacity-weeks.types';
import { recomputePeople } from './recompute-people.command';

export interface DrainDeps {
  database: Database;
  clock: Clock;
  metrics?: Pick<Metrics, 'capacityWeeksWritten'>;
}

export interface DrainResult {
  people: number;
  /** Stored weeks that had other figures. */
  changedWeeks: number;
  /** The changed ones and those that were not stored yet. */
  writtenWeeks: number;
  /** People who still have something out of date. */
  remainingPeople: number;
}

/**
 * Recomputes at most `maxPeople` people, in id order. Locks people before it reads, so that it never overwrites a change
 * made beside it. Idempotent: what was drained is gone, and a repeated batch finds the next people or none.
 */
export async function drainDirtyRanges(
  deps: DrainDeps,
  organizationId: string,
  options: { maxPeople: number; workflowId?: string },
): Promise<DrainResult> {
  const request = {
    organizationId,
    resolveActor: () => Promise.resolve(systemActor(organizationId)),
    now: deps.clock.now(),
    ...(options.workflowId === undefined ? {} : { workflowId: options.workflowId }),
  };
  const result = await runInOrganization(deps.database, request, (uow) => drainBatch(uow, options.maxPeople));
  deps.metrics?.capacityWeeksWritten.inc(result.writtenWeeks);
  return result;
}

async function drainBatch(uow: UnitOfWork, maxPeople: number): Promise<DrainResult> {
  const repository = new CapacityRepository(uow.trx, uow.organizationId);
  const personIds = await repository.dirtyPeople(maxPeople);
  if (personIds.length === 0) return { people: 0, changedWeeks: 0, writtenWeeks: 0, remainingPeople: 0 };
  await repository.lockPeople(personIds);
  const dirty = await repository.dirtyRanges(personIds);
  const { changed: changedWeeks, written: writtenWeeks } = await recomputePeople(uow, personIds, dirty);
  await advanceRuns(uow, dirty, changedWeeks);
  const { people } = await repository.dirtySummary();
  return { people: personIds.length, changedWeeks, writtenWeeks, remainingPeople: people };
}

async function advanceRuns(uow: UnitOfWork, dirty: readonly DirtyRange[], changedWeeks: number): Promise<void> {
  const runs = new CapacityRunRepository(uow.trx, uow.organizationId);
  const peopleByRun = new Map<string, Set<string>>();
  for (const { runId, personId } of dirty) {
    if (runId === null) continue;
    peopleByRun.set(runId, (peopleByRun.get(runId) ?? new Set()).add(personId));
  }
  for (const [runId, people] of peopleByRun)
    await runs.advance(runId, { people: people.size, changedWeeks, now: uow.now });
}
