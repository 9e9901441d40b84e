/**
 * Writes of a machine, e.g. of a sync: the same records, versions, audit entries and events as a person's, except that they
 * make no field count as edited by hand.
 */
import type { RecordFields } from '../shared/record-fields';
import type { NewRecord, RecordPatch, RecordRepository } from './record-repository';
import type { UnitOfWork } from './unit-of-work';

export class MachineWrites<R extends RecordFields> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly repository: RecordRepository<R>,
    private readonly noun: string,
  ) {}

  /** The live records among `ids`, by id. */
  async find(ids: readonly string[]): Promise<Map<string, R>> {
    const records = await this.repository.findMany(ids);
    return new Map(records.map((record) => [record.id, record]));
  }

  async create(fields: NewRecord<R>): Promise<R> {
    const after = await this.repository.insert(fields);
    this.#record('created', null, after);
    return after;
  }

  /** @throws DomainError stale_version */
  async change(before: R, patch: RecordPatch<R>): Promise<R> {
    const after = await this.repository.update(before, patch, []);
    this.#record('updated', before, after);
    return after;
  }

  /** Makes `fields` count as edited by hand, so that no later sync changes them. @throws DomainError stale_version */
  async keepFields(before: R, fields: readonly string[]): Promise<R> {
    const after = await this.repository.update(before, {}, fields);
    this.#record('updated', before, after);
    return after;
  }

  /** @throws DomainError stale_version */
  async remove(before: R): Promise<R> {
    const after = await this.repository.delete(before, this.uow.now);
    this.#record('deleted', before, after);
    return after;
  }

  #record(verb: 'created' | 'updated' | 'deleted', before: R | null, after: R): void {
    const event = `${this.noun}.${verb}`;
    const facts = { entityType: this.noun, entityId: after.id };
    this.uow.audit({ event, ...facts, before, after: verb === 'deleted' ? null : after });
    this.uow.emit({ type: event, ...facts, version: after.version });
  }
}
