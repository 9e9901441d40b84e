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

  /** Removes them for good, as if they had never been made; those that are not there any more are passed over. */
  async purge(ids: readonly string[]): Promise<void> {
    for (const before of await this.repository.purge(ids)) this.#record('deleted', before, before);
  }

  /**
   * Takes a machine's earlier writes back: each field of `before` gets its value again if it is still what `after` says, and
   * `keptFields` do not count as edited any more. Nothing happens to a record that is gone. @throws DomainError stale_version
   */
  async takeBack(
    id: string,
    { before, after, keptFields }: { before: object; after: object; keptFields: readonly string[] },
  ): Promise<void> {
    const stored = await this.repository.find(id);
    if (stored === undefined) return;
    const is = stored as unknown as Record<string, unknown>;
    const was = Object.entries(after).filter(([field, value]) => JSON.stringify(is[field]) === JSON.stringify(value));
    const former = before as Record<string, unknown>;
    const patch = Object.fromEntries(was.map(([field]) => [field, former[field]])) as RecordPatch<R>;
    const forgotten = keptFields.filter((field) => stored.editedFields.includes(field));
    const released = forgotten.length === 0 ? stored : await this.repository.forgetEdits(stored, forgotten);
    const restored = was.length === 0 ? released : await this.repository.update(released, patch, []);
    if (restored !== stored) this.#record('updated', stored, restored);
  }

  #record(verb: 'created' | 'updated' | 'deleted', before: R | null, after: R): void {
    const event = `${this.noun}.${verb}`;
    const facts = { entityType: this.noun, entityId: after.id };
    this.uow.audit({ event, ...facts, before, after: verb === 'deleted' ? null : after });
    this.uow.emit({ type: event, ...facts, version: after.version });
  }
}
