/** What the recompute workflow does: the people with something out of date, batch by batch, a transaction for each. */
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

export interface DrainRequest {
  /** People of one transaction, whose locks it holds. */
  maxPeople: number;
  /** Batch after batch, each a transaction, until nobody waits or this time is over; 0: one batch. */
  forMs?: number;
  workflowId?: string;
}

/**
 * Recomputes people with something out of date, in id order. Locks people before it reads, so that it never overwrites a change
 * made beside it. Idempotent: what was drained is gone, and a repeated call finds the next people or none.
 */
export async function drainDirtyRanges(
  deps: DrainDeps,
  organizationId: string,
  { maxPeople, forMs = 0, workflowId }: DrainRequest,
): Promise<DrainResult> {
  const until = performance.now() + forMs;
  const total: DrainResult = { people: 0, changedWeeks: 0, writtenWeeks: 0, remainingPeople: 0 };
  for (;;) {
    const request = {
      organizationId,
      resolveActor: () => Promise.resolve(systemActor(organizationId)),
      now: deps.clock.now(),
      ...(workflowId === undefined ? {} : { workflowId }),
    };
    const goesOn = (): boolean => performance.now() < until;
    const batch = await runInOrganization(deps.database, request, (uow) => drainBatch(uow, { maxPeople, goesOn }));
    deps.metrics?.capacityWeeksWritten.inc(batch.writtenWeeks);
    total.people += batch.people;
    total.changedWeeks += batch.changedWeeks;
    total.writtenWeeks += batch.writtenWeeks;
    if (batch.remainingPeople !== null) return { ...total, remainingPeople: batch.remainingPeople };
  }
}

/** Who remains is counted by the last batch alone: each would count all. */
async function drainBatch(
  uow: UnitOfWork,
  { maxPeople, goesOn }: { maxPeople: number; goesOn: () => boolean },
): Promise<Omit<DrainResult, 'remainingPeople'> & { remainingPeople: number | null }> {
  const repository = new CapacityRepository(uow.trx, uow.organizationId);
  const personIds = await repository.dirtyPeople(maxPeople);
  if (personIds.length === 0) return { people: 0, changedWeeks: 0, writtenWeeks: 0, remainingPeople: 0 };
  await repository.lockPeople(personIds);
  const dirty = await repository.dirtyRanges(personIds);
  const { changed: changedWeeks, written: writtenWeeks } = await recomputePeople(uow, personIds, dirty);
  await advanceRuns(uow, dirty, changedWeeks);
  const isFull = personIds.length === maxPeople;
  const remainingPeople = isFull && goesOn() ? null : (await repository.dirtySummary()).people;
  return { people: personIds.length, changedWeeks, writtenWeeks, remainingPeople };
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
