/** What the recompute workflow does: the people with something out of date, batch by batch, a transaction for each. */
import { systemActor } from '../../access/actor';
import type { Clock } from '../../platform/clock';
import type { Database } from '../../platform/database';
import type { Metrics } from '../../platform/metrics';
import { runInOrganization, type UnitOfWork } from '../../platform/unit-of-work';
import { capacityWorkflowId } from './capacity.contract';
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

type Counts = Omit<DrainResult, 'remainingPeople'>;

/** What was recomputed, and whether anybody had asked for some of it. */
interface Batch extends Counts {
  wasAskedFor: boolean;
}

/** Batches at a time: while PostgreSQL stores one, the next is computed; a third would only wait for either of them. */
export const LANES = 2;

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
  const startedAt = deps.clock.now();
  const total: Batch = { people: 0, changedWeeks: 0, writtenWeeks: 0, wasAskedFor: false };
  const transaction = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => {
    const resolveActor = () => Promise.resolve(systemActor(organizationId));
    const request = { organizationId, resolveActor, now: deps.clock.now() };
    return runInOrganization(deps.database, workflowId === undefined ? request : { ...request, workflowId }, work);
  };
  const runBatch = async (): Promise<number | null> => {
    const batch = await transaction((uow) => drainBatch(uow, maxPeople));
    if (batch === null) return null;
    deps.metrics?.capacityWeeksWritten.inc(batch.writtenWeeks);
    total.people += batch.people;
    total.changedWeeks += batch.changedWeeks;
    total.writtenWeeks += batch.writtenWeeks;
    total.wasAskedFor ||= batch.wasAskedFor;
    return batch.people;
  };
  const runLane = async (): Promise<void> => {
    while (performance.now() < until) if ((await runBatch()) === null) return;
  };
  // Most drains are of a person or two, who fit the first batch.
  const isFull = (await runBatch()) === maxPeople;
  await allEnded(Array.from({ length: isFull ? LANES : 1 }, runLane));
  const { people, changedWeeks, writtenWeeks } = total;
  const remainingPeople = await transaction((uow) => endDrain(uow, total, startedAt));
  return { people, changedWeeks, writtenWeeks, remainingPeople };
}

/** What nobody asked for is the workflow's own run. Answers how many people still wait. */
async function endDrain(
  uow: UnitOfWork,
  { wasAskedFor, people, changedWeeks }: Batch,
  startedAt: Date,
): Promise<number> {
  const waiting = await new CapacityRepository(uow.trx, uow.organizationId).dirtySummary();
  const runs = new CapacityRunRepository(uow.trx, uow.organizationId);
  const drained = { people, changedWeeks, waiting: waiting.people, startedAt, now: uow.now };
  if (people > 0 && !wasAskedFor) await runs.noteOwn(capacityWorkflowId(uow.organizationId), drained);
  else if (people > 0 && waiting.people === 0) await runs.endOwn(uow.now);
  return waiting.people;
}

/** Waits for all of them even when one fails, so that none works on behind the caller's back. */
async function allEnded(lanes: readonly Promise<void>[]): Promise<void> {
  for (const lane of await Promise.allSettled(lanes)) if (lane.status === 'rejected') throw lane.reason;
}

/** null: nobody has anything out of date. Nobody's ranges are counted twice, whoever drains beside it. */
async function drainBatch(uow: UnitOfWork, maxPeople: number): Promise<Batch | null> {
  const repository = new CapacityRepository(uow.trx, uow.organizationId);
  const personIds = await repository.claimDirtyPeople(maxPeople, maxPeople * LANES);
  if (personIds.length === 0) return null;
  const dirty = await repository.dirtyRanges(personIds);
  // Somebody else may have recomputed them while their locks were waited for.
  const waiting = new Set(dirty.map((range) => range.personId));
  const people = personIds.filter((id) => waiting.has(id));
  if (people.length === 0) return { people: 0, changedWeeks: 0, writtenWeeks: 0, wasAskedFor: false };
  const { changed: changedWeeks, written: writtenWeeks } = await recomputePeople(uow, people, dirty);
  await advanceRuns(uow, dirty, changedWeeks);
  const wasAskedFor = dirty.some(({ runId }) => runId !== null);
  return { people: people.length, changedWeeks, writtenWeeks, wasAskedFor };
}

/** In the order of their ids, since another batch may move the same runs on. */
async function advanceRuns(uow: UnitOfWork, dirty: readonly DirtyRange[], changedWeeks: number): Promise<void> {
  const runs = new CapacityRunRepository(uow.trx, uow.organizationId);
  const peopleByRun = new Map<string, Set<string>>();
  for (const { runId, personId } of dirty) {
    if (runId === null) continue;
    peopleByRun.set(runId, (peopleByRun.get(runId) ?? new Set()).add(personId));
  }
  for (const [runId, people] of [...peopleByRun].sort(([a], [b]) => (a < b ? -1 : 1)))
    await runs.advance(runId, { people: people.size, changedWeeks, now: uow.now });
}
