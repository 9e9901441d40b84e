/** Allocations. Lists by person and project use allocations_of_person and allocations_of_project. */
import type { Transaction } from '../../platform/database';
import { RecordRepository } from '../../platform/record-repository';
import { AllocationModel } from './allocation.model';
import type { Allocation } from './allocations.types';

export class AllocationRepository extends RecordRepository<Allocation> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: AllocationModel, noun: 'allocation' });
  }
}
