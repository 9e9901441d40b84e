/** A whole allocation out of what a client sent. */
import { assertInOrder } from '../../shared/assert-in-order';
import { invalidField } from '../../shared/domain-error';
import { toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { patched } from '../../shared/patched';
import type { PlanScope } from '../capacity/impact.types';
import type { PlanChangeKind } from '../capacity/plan-changes.types';
import { loadOf, type LoadInput } from './allocation-load.rules';
import type { Allocation, AllocationLoadFields } from './allocations.types';

/** Longest allocation in days. */
export const LONGEST_ALLOCATION_DAYS = 3_660;

/** What a client may say about an allocation; a change holds only what was sent. Minutes, not hours. */
export type AllocationInput = LoadInput & {
  [Field in 'personId' | 'projectId' | 'taskId' | 'startDate' | 'endDate' | 'status' | 'source' | 'notes']?:
    Allocation[Field] | undefined;
};

/** The fields of an allocation that a client decides. */
export type AllocationFields = AllocationLoadFields &
  Pick<Allocation, 'personId' | 'projectId' | 'taskId' | 'startDate' | 'endDate' | 'status' | 'source' | 'notes'>;

/**
 * The record to store, out of the input and the record it changes. `pointer` is where the input stands in the body.
 * @throws DomainError validation_failed on a range that ends before it starts or is too long, or on two loads
 */
export function allocationFields(input: AllocationInput, before: Allocation | null, pointer = ''): AllocationFields {
  const startDate = input.startDate ?? before?.startDate ?? '';
  const endDate = input.endDate ?? before?.endDate ?? '';
  assertInOrder({ start_date: startDate, end_date: endDate }, pointer);
  const days = toEpochDay(endDate) - toEpochDay(startDate);
  if (days > LONGEST_ALLOCATION_DAYS) {
    throw invalidField(
      `${pointer}/end_date`,
      'range_too_long',
      `an allocation lasts at most ${String(LONGEST_ALLOCATION_DAYS)} days`,
    );
  }
  return {
    personId: input.personId ?? before?.personId ?? '',
    projectId: patched(input.projectId, before?.projectId),
    taskId: patched(input.taskId, before?.taskId),
    startDate,
    endDate,
    status: input.status ?? before?.status ?? 'firm',
    source: input.source ?? before?.source ?? 'manual',
    notes: patched(input.notes, before?.notes),
    ...loadOf(input, before, pointer),
  };
}

/** Whose days the allocations before and after a change can move, each person's own; null when there are none. */
export function allocationScope(
  allocations: readonly (Pick<Allocation, 'personId' | 'startDate' | 'endDate'> | null)[],
  reason: PlanChangeKind,
): PlanScope | null {
  const touched = allocations.filter((allocation) => allocation !== null);
  const [first] = touched;
  if (first === undefined) return null;
  const spans = new Map<string, { from: IsoDate; to: IsoDate }>();
  const whole = { from: first.startDate, to: first.endDate };
  for (const one of touched) {
    const own = spans.get(one.personId) ?? { from: one.startDate, to: one.endDate };
    spans.set(one.personId, own);
    for (const range of [own, whole]) {
      if (one.startDate < range.from) range.from = one.startDate;
      if (one.endDate > range.to) range.to = one.endDate;
    }
  }
  return { personIds: [...spans.keys()], ...whole, spans, reason };
}
