/** Starts and cancels recompute runs. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertReferences } from '../../platform/references';
import type { IsoDate } from '../../shared/calendar-dates';
import { DomainError } from '../../shared/domain-error';
import { newId } from '../../shared/ids';
import { listLivePeople } from '../people/list-live-people.query';
import { capacityWorkflowId } from './capacity.contract';
import { CapacityRepository } from './capacity.repository';
import { CapacityRunRepository } from './capacity-runs.repository';
import type { CapacityRun, RecomputeMode } from './capacity-runs.types';
import { planningHorizon } from './planning-horizon.rules';

export interface RecomputeRequest {
  personIds: readonly string[] | null;
  from: IsoDate | null;
  to: IsoDate | null;
  mode: RecomputeMode;
}

/**
 * Marks what is asked for as dirty and leaves it to the workflow. `full` takes all people over the stored weeks and the
 * horizon, or what of them lies within `from` and `to`: figures of other dates are computed when they are read, and none are kept.
 * `incremental` takes only who waits already. A run with nothing to do is completed at once.
 * @throws DomainError reference_not_found
 */
export async function requestRecompute(uow: UnitOfWork, request: RecomputeRequest): Promise<CapacityRun> {
  const runs = new CapacityRunRepository(uow.trx, uow.organizationId);
  const people = (request.personIds ?? []).map((id, index) => ({ id, pointer: `/person_ids/${String(index)}` }));
  await assertReferences(uow, 'people', people);
  const ranges = await rangesOf(uow, request);
  const id = newId();
  const totalPeople = new Set(ranges.map((range) => range.personId)).size;
  const workflowId = capacityWorkflowId(uow.organizationId);
  await runs.insert({ id, mode: request.mode, totalPeople, workflowId, startedBy: uow.actor.userId });
  await new CapacityRepository(uow.trx, uow.organizationId).markDirty(ranges, 'recompute', id);
  if (totalPeople === 0) await runs.finish(id, 'completed', uow.now);
  const run = await runs.find(id);
  if (run === undefined) throw new Error('the run was not stored');
  uow.audit({ event: 'capacity_run.created', entityType: 'capacity_run', entityId: id, before: null, after: run });
  uow.emit({
    type: 'capacity.recompute_requested',
    entityType: 'capacity_run',
    entityId: id,
    version: 1,
    urgent: true,
  });
  return run;
}

/**
 * Ends a run: what was recomputed stays, what waits is recomputed without it.
 * @throws DomainError not_found, run_finished, stale_version
 */
export async function cancelRecompute(uow: UnitOfWork, id: string): Promise<CapacityRun> {
  const runs = new CapacityRunRepository(uow.trx, uow.organizationId);
  const before = await runs.find(id);
  if (before === undefined) throw new DomainError('not_found', 'There is no such run.');
  uow.checkMatch(before.version);
  // Its ranges stay dirty without the run: they may be needed all the same, and dropping them could leave wrong rows.
  await runs.releaseRanges([id]);
  if (!(await runs.finish(id, 'cancelled', uow.now)))
    throw new DomainError('run_finished', `The run has ended: ${before.state}.`);
  const after = await runs.find(id);
  if (after === undefined) throw new Error('the run has vanished');
  uow.audit({ event: 'capacity_run.cancelled', entityType: 'capacity_run', entityId: id, before, after });
  return after;
}

async function rangesOf(
  uow: UnitOfWork,
  request: RecomputeRequest,
): Promise<{ personId: string; from: IsoDate; to: IsoDate }[]> {
  const repository = new CapacityRepository(uow.trx, uow.organizationId);
  if (request.mode === 'incremental') {
    const waiting = await repository.dirtyPeople(100_000);
    const asked = waiting.filter((personId) => request.personIds?.includes(personId) ?? true);
    const dirty = await repository.dirtyRanges(asked);
    return dirty.map((range) => ({ personId: range.personId, from: range.fromDate, to: range.toDate }));
  }
  const personIds = request.personIds ?? (await listLivePeople(uow));
  const horizon = planningHorizon(uow.now);
  const stored = await repository.storedSpan(personIds);
  const kept = { from: earlier(horizon.from, stored?.first), to: later(horizon.to, stored?.last) };
  const from = later(kept.from, request.from ?? undefined);
  const to = earlier(kept.to, request.to ?? undefined);
  return from > to ? [] : personIds.map((personId) => ({ personId, from, to }));
}

function earlier(a: IsoDate, b: IsoDate | undefined): IsoDate {
  return b !== undefined && b < a ? b : a;
}

function later(a: IsoDate, b: IsoDate | undefined): IsoDate {
  return b !== undefined && b > a ? b : a;
}
