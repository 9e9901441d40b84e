/** Allocations. Lists by person and project use allocations_of_person and allocations_of_project. */
import type { Transaction } from '../../platform/database';
import { RecordRepository } from '../../platform/record-repository';
import { DomainError } from '../../shared/domain-error';
import { AllocationModel } from './allocation.model';
import type { AllocationFields } from './allocation-record.rules';
import type { Allocation } from './allocations.types';

/** A new state of an allocation that was read in this transaction. */
export interface AllocationChange {
  before: Allocation;
  fields: AllocationFields;
  editedFields: readonly string[];
  deletedAt: Date | null;
}

export class AllocationRepository extends RecordRepository<Allocation> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: AllocationModel, noun: 'allocation' });
  }

  /** Live allocations with one of the ids, or of these people with a start in `[from, to]`; in id order. */
  async findForUpsert(wanted: {
    ids: readonly string[];
    personIds: readonly string[];
    from: string;
    to: string;
  }): Promise<Allocation[]> {
    const rows = await this.live()
      .where((either) => {
        const ofPeople = (query: typeof either): void => {
          void query.whereIn('person_id', [...wanted.personIds]).whereBetween('start_date', [wanted.from, wanted.to]);
        };
        void either.whereIn('id', [...wanted.ids]).orWhere(ofPeople);
      })
      .orderBy('id');
    return rows as unknown as Allocation[];
  }

  /** Writes all of them in one statement and raises their versions. @throws DomainError stale_version when one has another version by now */
  async changeMany(changes: readonly AllocationChange[]): Promise<Allocation[]> {
    if (changes.length === 0) return [];
    const updatedAt = new Date();
    const rows = changes.map(({ before, fields, editedFields, deletedAt }) => ({
      ...fields,
      id: before.id,
      organizationId: this.organizationId,
      version: before.version + 1,
      createdAt: before.createdAt,
      updatedAt,
      deletedAt,
      editedFields: [...new Set([...before.editedFields, ...editedFields])].sort(),
    }));
    const stored = (await AllocationModel.query(this.trx)
      .insert(rows as object[])
      .onConflict(['organization_id', 'id'])
      .merge()
      .whereRaw('allocations.version = excluded.version - 1')
      .returning('*')) as unknown as Allocation[];
    const byId = new Map(stored.map((allocation) => [allocation.id, allocation]));
    return changes.map(({ before }) => {
      const after = byId.get(before.id);
      if (after?.version !== before.version + 1)
        throw new DomainError('stale_version', 'An allocation has just been changed by somebody else.');
      return after;
    });
  }
}
