/** Which allocation each item of a bulk body means, and what `replace` takes away (READINGS 33). */
import { DomainError, invalidField, referenceNotFound, type FieldError } from '../../shared/domain-error';
import { placementOf } from '../tasks/task-placement.rules';
import { allocationFields, type AllocationFields, type AllocationInput } from './allocation-record.rules';
import type { Allocation } from './allocations.types';
import type { UpsertItem, UpsertStep } from './bulk-upsert.types';

type Understood = Extract<UpsertItem, { input: AllocationInput }>;

/** Where an item stands in the body. */
export function pointerOfItem(index: number): string {
  return `/allocations/${String(index)}`;
}

/**
 * Pairs items with existing allocations: by `id`, else by person, project, task and start date, of several the oldest. An
 * allocation is paired once. `failures` hold the reason of every item that cannot be stored, by its index.
 * @example an item of (Ada, Atlas, 2027-03-01) changes her allocation on Atlas that starts that day, or makes one
 */
export function matchItems(
  items: readonly UpsertItem[],
  existing: readonly Allocation[],
  projectOfTask: ReadonlyMap<string, string> = new Map(),
): { steps: UpsertStep[]; failures: Map<number, DomainError> } {
  const failures = new Map<number, DomainError>();
  const matcher = new Matcher(existing, projectOfTask);
  const understood = items.filter((item): item is Understood => item.problem === undefined);
  const ordered = [
    ...understood.filter((item) => item.id !== undefined),
    ...understood.filter((item) => item.id === undefined),
  ];
  const steps: UpsertStep[] = [];
  for (const item of items) if (item.problem !== undefined) failures.set(item.index, item.problem);
  for (const item of ordered) {
    try {
      const before = matcher.take(item);
      steps.push({ index: item.index, before, fields: fieldsOf(item, before, projectOfTask) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      failures.set(item.index, error);
    }
  }
  return { steps: steps.sort((a, b) => a.index - b.index), failures };
}

/**
 * What `replace` deletes: for each (person, project) named, the allocations that start within the hull of the body's dates
 * for that pair and that no step changes.
 */
export function replacedBy(steps: readonly UpsertStep[], existing: readonly Allocation[]): Allocation[] {
  const kept = new Set(steps.map((step) => step.before?.id));
  const hulls = new Map<string, { from: string; to: string }>();
  for (const { fields } of steps) {
    const hull = hulls.get(pairOf(fields)) ?? { from: fields.startDate, to: fields.endDate };
    hulls.set(pairOf(fields), {
      from: fields.startDate < hull.from ? fields.startDate : hull.from,
      to: fields.endDate > hull.to ? fields.endDate : hull.to,
    });
  }
  return existing.filter((allocation) => {
    const hull = hulls.get(pairOf(allocation));
    return (
      hull !== undefined &&
      !kept.has(allocation.id) &&
      hull.from <= allocation.startDate &&
      allocation.startDate <= hull.to
    );
  });
}

/** The fields a step changes; none: the allocation stays as it is. */
export function changedFieldsOf(before: Allocation, fields: AllocationFields): (keyof AllocationFields)[] {
  return (Object.keys(fields) as (keyof AllocationFields)[]).filter((field) => before[field] !== fields[field]);
}

/** One refusal out of many; fields are named each, and what is wrong with a field weighs more than who may do it. */
export function joinedRefusal(refusals: readonly DomainError[]): DomainError {
  const errors = refusals.flatMap((refusal): readonly FieldError[] => refusal.details.errors ?? []);
  const codes = new Set(refusals.filter((refusal) => refusal.details.errors !== undefined).map(({ code }) => code));
  const [first] = refusals;
  if (first === undefined) throw new Error('there is nothing to refuse');
  if (errors.length === 0) return first;
  const code = codes.size === 1 && codes.has('reference_not_found') ? 'reference_not_found' : 'validation_failed';
  const pointers = errors.slice(0, 10).map((error) => error.pointer);
  const more = errors.length > 10 ? ` and ${String(errors.length - 10)} more` : '';
  return new DomainError(code, `Nothing was stored: ${pointers.join(', ')}${more} cannot be.`, { errors });
}

class Matcher {
  readonly #byId: ReadonlyMap<string, Allocation>;
  readonly #byKey = new Map<string, Allocation[]>();
  readonly #taken = new Set<string>();
  readonly #keysSeen = new Set<string>();

  constructor(
    existing: readonly Allocation[],
    private readonly projectOfTask: ReadonlyMap<string, string>,
  ) {
    this.#byId = new Map(existing.map((allocation) => [allocation.id, allocation]));
    for (const allocation of [...existing].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const key = keyOf(allocation);
      this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), allocation]);
    }
  }

  /** @throws DomainError reference_not_found, validation_failed when two items mean the same allocation */
  take(item: Understood): Allocation | null {
    const found = item.id === undefined ? this.#byFields(item) : this.#byId.get(item.id);
    const pointer = pointerOfItem(item.index) + (item.id === undefined ? '' : '/id');
    if (found === undefined && item.id !== undefined) throw referenceNotFound(pointer);
    if (found === undefined) return null;
    if (this.#taken.has(found.id)) throw sameTwice(pointer);
    this.#taken.add(found.id);
    return found;
  }

  #byFields({ index, input }: Understood): Allocation | undefined {
    const { personId = '', startDate = '' } = input;
    const { projectOfTask } = this;
    const placement = placementOf(input, null, { projectOfTask, pointer: pointerOfItem(index) });
    const key = keyOf({ personId, ...placement, startDate });
    if (this.#keysSeen.has(key)) throw sameTwice(pointerOfItem(index));
    this.#keysSeen.add(key);
    return this.#byKey.get(key)?.find((allocation) => !this.#taken.has(allocation.id));
  }
}

function fieldsOf(
  { index, input }: Understood,
  before: Allocation | null,
  projectOfTask: ReadonlyMap<string, string>,
): AllocationFields {
  const pointer = pointerOfItem(index);
  if (before === null) {
    const needed = [
      [input.personId, 'person_id'],
      [input.startDate, 'start_date'],
      [input.endDate, 'end_date'],
    ] as const;
    const missing = needed.filter(([value]) => value === undefined);
    if (missing.length > 0) {
      const errors = missing.map(([, field]) => ({
        pointer: `${pointer}/${field}`,
        code: 'required',
        message: `a new allocation needs ${field}`,
      }));
      throw new DomainError('validation_failed', errors.map((error) => error.message).join('; '), { errors });
    }
  }
  const placement = placementOf(input, before, { projectOfTask, pointer });
  return allocationFields({ ...input, ...placement }, before, pointer);
}

function sameTwice(pointer: string): DomainError {
  return invalidField(pointer, 'duplicate_item', 'another item of the body means the same allocation');
}

function keyOf(named: Pick<Allocation, 'personId' | 'projectId' | 'taskId' | 'startDate'>): string {
  const { personId, projectId, taskId, startDate } = named;
  return `${personId}/${projectId ?? ''}/${taskId ?? ''}/${startDate}`;
}

function pairOf({ personId, projectId }: Pick<Allocation, 'personId' | 'projectId'>): string {
  return `${personId}/${projectId ?? ''}`;
}
