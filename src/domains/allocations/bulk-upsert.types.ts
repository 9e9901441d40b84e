/** One body of many allocations, and what became of each. */
import type { DomainError } from '../../shared/domain-error';
import type { PlanOptions } from '../capacity/impact.types';
import type { AllocationFields, AllocationInput } from './allocation-record.rules';
import type { Allocation } from './allocations.types';

/** An item as it was sent: understood, or the reason why not. `id` names the allocation to change. */
export type UpsertItem = { index: number } & (
  { input: AllocationInput; id: string | undefined; problem?: never } | { problem: DomainError }
);

export interface UpsertRequest {
  items: readonly UpsertItem[];
  /** `replace` also deletes what the body lacks (READINGS 33). */
  mode: 'merge' | 'replace';
  /** True: all or nothing. False: each item that can be stored is. */
  atomic: boolean;
  options: PlanOptions;
}

/** An understood item and the allocation it changes; null before = it makes a new one. */
export interface UpsertStep {
  index: number;
  before: Allocation | null;
  fields: AllocationFields;
}

/** `index` is null for a deletion, which no item stands for; `id` is null for an item that made nothing. */
export interface UpsertResult {
  index: number | null;
  status: 'created' | 'updated' | 'unchanged' | 'deleted' | 'failed';
  id: string | null;
  problem?: DomainError;
}
