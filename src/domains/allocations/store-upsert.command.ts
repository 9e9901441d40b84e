/** Writes the steps of a bulk body: all of them, or those that the plan has room for. People are locked by the caller. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { changePlan } from '../capacity/change-plan.command';
import { NO_SCOPE, type Impact, type PlanOptions } from '../capacity/impact.types';
import { allocationScope } from './allocation-record.rules';
import { AllocationRepository, type AllocationChange } from './allocations.repository';
import type { Allocation } from './allocations.types';
import { changedFieldsOf } from './bulk-upsert.rules';
import type { UpsertResult, UpsertStep } from './bulk-upsert.types';

interface Work {
  steps: readonly UpsertStep[];
  deletions: readonly Allocation[];
  options: PlanOptions;
}

interface Stored {
  results: UpsertResult[];
  impact: Impact;
}

/** All steps and deletions as one change of the plan. @throws DomainError planning_conflict, period_closed */
export async function storeUpsert(uow: UnitOfWork, { steps, deletions, options }: Work): Promise<Stored> {
  const repository = new AllocationRepository(uow.trx, uow.organizationId);
  const added = steps.filter((step) => step.before === null);
  const changes = [...changesOf(steps), ...deletions.map((before) => deletionOf(before, uow.now))];
  const touched = [
    ...changes.map((change) => change.before),
    ...changes.map((change) => change.fields),
    ...added.map((step) => step.fields),
  ];
  const scope = allocationScope(touched, 'allocation.bulk_upserted') ?? NO_SCOPE;
  const { result, impact } = await changePlan(uow, { scope, options }, async () => ({
    changed: await repository.changeMany(changes),
    created: await repository.insertMany(added.map((step) => step.fields)),
  }));
  for (const allocation of result.created) record(uow, null, allocation);
  changes.forEach(({ before }, index) => {
    const after = result.changed[index];
    if (after !== undefined) record(uow, before, after);
  });
  const idsCreated = new Map(added.map((step, index) => [step.index, result.created[index]?.id ?? null]));
  const edited = new Set(changes.map(({ before }) => before.id));
  return { results: [...steps.map((step) => resultOf(step, idsCreated, edited)), ...deletions.map(deleted)], impact };
}

/**
 * What fits, in the order of the body: all at once if that passes, else person by person, and item by item where a person's
 * items do not fit together. What does not fit is `failed` with its reason.
 */
export async function storeWhatFits(uow: UnitOfWork, work: Work): Promise<Stored> {
  const whole = await tryOut(() => uow.attempt(() => storeUpsert(uow, work)));
  if (!(whole instanceof DomainError)) return whole;
  const refused = new Map<UpsertStep | Allocation, DomainError>();
  await rehearse(uow, async () => {
    for (const part of partsByPerson(work)) await findRefused(uow, part, refused);
  });
  const stored = await storeUpsert(uow, {
    ...work,
    steps: work.steps.filter((step) => !refused.has(step)),
    deletions: work.deletions.filter((allocation) => !refused.has(allocation)),
  });
  const failed = [...refused].map(([what, problem]): UpsertResult => {
    const isStep = 'fields' in what;
    const id = isStep ? (what.before?.id ?? null) : what.id;
    return { index: isStep ? what.index : null, status: 'failed', id, problem };
  });
  return { ...stored, results: [...stored.results, ...failed] };
}

/** Tries a person's items together, then one by one, and keeps what passed, so that the next is judged beside it. */
async function findRefused(
  uow: UnitOfWork,
  part: Work,
  refused: Map<UpsertStep | Allocation, DomainError>,
): Promise<void> {
  const attempt = async (work: Work): Promise<DomainError | undefined> => {
    const outcome = await tryOut(() => uow.attempt(() => storeUpsert(uow, work)));
    return outcome instanceof DomainError ? outcome : undefined;
  };
  const together = await attempt(part);
  if (together === undefined) return;
  const { options } = part;
  for (const one of [...part.deletions, ...part.steps]) {
    const alone = 'fields' in one ? { steps: [one], deletions: [] } : { steps: [], deletions: [one] };
    const reason = await attempt({ ...alone, options });
    if (reason !== undefined) refused.set(one, reason);
  }
}

function partsByPerson({ steps, deletions, options }: Work): Work[] {
  const personIds = new Set([...steps.map((step) => step.fields.personId), ...deletions.map((one) => one.personId)]);
  return [...personIds].map((personId) => ({
    steps: steps.filter((step) => step.fields.personId === personId),
    deletions: deletions.filter((allocation) => allocation.personId === personId),
    options,
  }));
}

const REHEARSED = new Error('the end of a rehearsal');

/** Runs `work` and takes all of it back. */
async function rehearse(uow: UnitOfWork, work: () => Promise<void>): Promise<void> {
  try {
    await uow.attempt(async () => {
      await work();
      throw REHEARSED;
    });
  } catch (error) {
    if (error !== REHEARSED) throw error;
  }
}

/** The refusals that one item can cause; any other error goes on. */
async function tryOut<T>(work: () => Promise<T>): Promise<T | DomainError> {
  try {
    return await work();
  } catch (error) {
    const isRefusal = error instanceof DomainError && ['planning_conflict', 'period_closed'].includes(error.code);
    if (isRefusal) return error;
    throw error;
  }
}

function changesOf(steps: readonly UpsertStep[]): AllocationChange[] {
  return steps.flatMap(({ before, fields }) => {
    const editedFields = before === null ? [] : changedFieldsOf(before, fields);
    return before === null || editedFields.length === 0 ? [] : [{ before, fields, editedFields, deletedAt: null }];
  });
}

function deletionOf(before: Allocation, deletedAt: Date): AllocationChange {
  const { personId, projectId, taskId, startDate, endDate, status, source, notes } = before;
  const { loadUnit, basisPoints, basis, loadMinutes } = before;
  const fields = { personId, projectId, taskId, startDate, endDate, status, source, notes };
  return { before, fields: { ...fields, loadUnit, basisPoints, basis, loadMinutes }, editedFields: [], deletedAt };
}

function resultOf(step: UpsertStep, created: ReadonlyMap<number, string | null>, edited: Set<string>): UpsertResult {
  const { index, before } = step;
  if (before === null) return { index, status: 'created', id: created.get(index) ?? null };
  return { index, status: edited.has(before.id) ? 'updated' : 'unchanged', id: before.id };
}

function deleted({ id }: Allocation): UpsertResult {
  return { index: null, status: 'deleted', id };
}

function record(uow: UnitOfWork, before: Allocation | null, after: Allocation): void {
  const isGone = after.deletedAt !== null;
  const change = isGone ? 'deleted' : 'updated';
  const event = `allocation.${before === null ? 'created' : change}`;
  const facts = { entityType: 'allocation', entityId: after.id };
  uow.audit({ event, ...facts, before, after: isGone ? null : after });
  uow.emit({ type: event, ...facts, version: after.version });
}
