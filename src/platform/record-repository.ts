/**
 * What every repository of an organisation's records can do. It is bound to one organisation when it is built, so no
 * query can forget it; row-level security stands behind it. Lists rely on the primary key or on an index of (organisation, sort, id).
 */
import type { QueryBuilder } from 'objection';
import { decodeCursor, encodeCursor } from '../shared/cursor';
import { DomainError, referenceNotFound } from '../shared/domain-error';
import { newId } from '../shared/ids';
import { readInstant, whereChangedSince, whereCommittedUntil } from './changed-since';
import type { Transaction } from './database';
import { KnownTotal, type CountedRow } from './known-totals';
import { recordsOf, type RecordFields, type RecordModel } from './record-model';

/** A page asked for; `cursor` wins over `page`. `modifiedSince` brings deleted records along as tombstones. */
export interface PageRequest {
  page: number;
  pageSize: number;
  cursor?: string | undefined;
  modifiedSince?: Date | undefined;
}

export interface Page<R> {
  items: R[];
  total: number;
  page: number;
  pageSize: number;
  nextCursor: string | null;
}

export type Query = QueryBuilder<RecordModel, RecordModel[]>;
export type NewRecord<R extends RecordFields> = Omit<R, keyof RecordFields> & { id?: string };
export type RecordPatch<R extends RecordFields> = Partial<Omit<R, keyof RecordFields>>;

/** `model` is the table, `noun` names it in errors, `sort` the database column lists are ordered by before the id. */
export interface RepositoryOptions {
  model: typeof RecordModel;
  noun: string;
  sort?: { column: string; cast: 'text' | 'date' };
}

export abstract class RecordRepository<R extends RecordFields> {
  constructor(
    protected readonly trx: Transaction,
    protected readonly organizationId: string,
    private readonly options: RepositoryOptions,
  ) {}

  /** The live record, or undefined when it is unknown, deleted or of another organisation. */
  async find(id: string): Promise<R | undefined> {
    const { model } = this.options;
    // The query builder would take longer to write this than PostgreSQL to answer it.
    const { rows } = await this.trx.raw<{ rows: object[] }>(
      `select * from ${model.tableName} where organization_id = ? and id = ? and deleted_at is null`,
      [this.organizationId, id],
    );
    return recordsOf<R>(model, rows)[0];
  }

  /** @throws DomainError not_found */
  async get(id: string): Promise<R> {
    const record = await this.find(id);
    if (record === undefined) throw this.#unknown();
    return record;
  }

  /** Locks the record for the rest of the transaction. @throws DomainError not_found */
  async getForUpdate(id: string): Promise<R> {
    const row = await this.live().findOne({ id }).forNoKeyUpdate();
    if (row === undefined) throw this.#unknown();
    return row as unknown as R;
  }

  /** @throws DomainError reference_not_found at `pointer` when the id is unknown or of another organisation */
  async assertReference(id: string | null | undefined, pointer: string): Promise<void> {
    if (id === null || id === undefined) return;
    const row = await this.live().findOne({ id }).select('id');
    if (row === undefined) throw referenceNotFound(pointer);
  }

  /** The live records among `ids`, in id order. */
  async findMany(ids: readonly string[]): Promise<R[]> {
    const rows = await this.live()
      .whereIn('id', [...ids])
      .orderBy('id');
    return rows as unknown as R[];
  }

  /** One page in stable order; `filter` narrows the query. */
  async list(request: PageRequest, filter: (query: Query) => void = () => undefined): Promise<Page<R>> {
    const until = await this.#untilOf(request);
    const narrowed = this.#narrowed(request, until);
    filter(narrowed);
    const known = new KnownTotal(this.trx, this.organizationId, narrowed.clone().count().toKnexQuery().toSQL());
    const rows: CountedRow[] = await this.#paged(narrowed.clone().select(`${this.options.model.tableName}.*`), request)
      .toKnexQuery<CountedRow>()
      .joinRaw(known.version as unknown as string)
      .select('data_version', known.count);
    const [first] = rows;
    // The total comes with each row; a page behind the end has none and asks for it by itself.
    const total = first === undefined ? await narrowed.resultSize() : known.of(first);
    const items = recordsOf<R>(this.options.model, rows.slice(0, request.pageSize));
    const last = items.at(-1);
    const nextCursor = rows.length > request.pageSize && last !== undefined ? this.#cursorOf(last, until) : null;
    return { items, total, page: request.page, pageSize: request.pageSize, nextCursor };
  }

  /** Inserts and returns the stored record; the id may be chosen by the caller. */
  async insert(record: NewRecord<R>): Promise<R> {
    const [stored] = await this.insertMany([record]);
    if (stored === undefined) throw new Error('insert returned no row');
    return stored;
  }

  /** Inserts all of them in one statement, in the order given. */
  async insertMany(records: readonly NewRecord<R>[]): Promise<R[]> {
    if (records.length === 0) return [];
    const rows = records.map((record) => ({
      ...record,
      id: record.id ?? newId(),
      organizationId: this.organizationId,
    }));
    const stored = await this.options.model
      .query(this.trx)
      .insert(rows as object[])
      .returning('*');
    return stored as unknown as R[];
  }

  /** Writes the changed fields of a record read in this transaction and raises its version. @throws DomainError stale_version */
  async update(record: R, patch: RecordPatch<R>, editedFields: readonly string[] = Object.keys(patch)): Promise<R> {
    const edited = [...new Set([...record.editedFields, ...editedFields])].sort();
    return this.#write(record, { ...patch, editedFields: edited });
  }

  /** Marks the record deleted; it stays as a tombstone. @throws DomainError stale_version */
  async delete(record: R, deletedAt: Date): Promise<R> {
    return this.#write(record, { deletedAt });
  }

  /** Makes `fields` count as never edited by hand. @throws DomainError stale_version */
  async forgetEdits(record: R, fields: readonly string[]): Promise<R> {
    return this.#write(record, { editedFields: record.editedFields.filter((field) => !fields.includes(field)) });
  }

  /** Removes records for good, tombstones too: for what should never have been here. Answers those that were live. */
  async purge(ids: readonly string[]): Promise<R[]> {
    if (ids.length === 0) return [];
    const rows = await this.all()
      .whereIn('id', [...ids])
      .delete()
      .returning('*');
    return (rows as unknown as R[]).filter(({ deletedAt }) => deletedAt === null);
  }

  /** Marks all live records deleted in which `column` is `id`, in one statement, and answers them. */
  async deleteAll(column: string, id: string, deletedAt: Date): Promise<R[]> {
    return this.#writeAll(this.live().where(column, id), deletedAt);
  }

  /** Takes back what `deleteAll` of that instant did. */
  async restoreAll(column: string, id: string, deletedAt: Date): Promise<R[]> {
    return this.#writeAll(this.all().where(column, id).where('deleted_at', deletedAt), null);
  }

  /** The tombstone. @throws DomainError not_found, conflict when the record is not deleted */
  async getDeleted(id: string): Promise<R> {
    const row = (await this.all().findOne({ id })) as unknown as R | undefined;
    if (row === undefined) throw this.#unknown();
    if (row.deletedAt === null) throw new DomainError('conflict', `This ${this.options.noun} is not deleted.`);
    return row;
  }

  /** Makes a deleted record live again. @throws DomainError stale_version */
  async restore(record: R): Promise<R> {
    return this.#write(record, { deletedAt: null });
  }

  /** The live record that has these values in these columns. @throws DomainError not_found */
  protected async getBy(columns: Readonly<Record<string, string>>): Promise<R> {
    const row = await this.live().findOne(columns);
    if (row === undefined) throw this.#unknown();
    return row as unknown as R;
  }

  protected all(): Query {
    return this.options.model.query(this.trx).where('organization_id', this.organizationId);
  }

  protected live(): Query {
    return this.all().whereNull('deleted_at');
  }

  #unknown(): DomainError {
    return new DomainError('not_found', `There is no such ${this.options.noun}.`);
  }

  async #write(record: R, patch: object): Promise<R> {
    const [row] = await this.options.model
      .query(this.trx)
      .patch({ ...patch, version: record.version + 1, updatedAt: new Date() } as object)
      .where({ organization_id: this.organizationId, id: record.id, version: record.version })
      .returning('*');
    if (row === undefined)
      throw new DomainError('stale_version', `The ${this.options.noun} has just been changed by somebody else.`);
    return row as unknown as R;
  }

  async #writeAll(query: Query, deletedAt: Date | null): Promise<R[]> {
    const patch = { deletedAt, version: this.trx.raw('version + 1'), updatedAt: new Date() };
    const rows = await query.patch(patch as object).returning('*');
    return rows as unknown as R[];
  }

  /** Of a list of changes, when its first page is or was read. */
  async #untilOf({ cursor, modifiedSince }: PageRequest): Promise<string | undefined> {
    if (modifiedSince === undefined) return undefined;
    return cursor === undefined ? readInstant(this.trx) : decodeCursor(cursor, this.options.sort?.cast).until;
  }

  #narrowed({ modifiedSince, cursor }: PageRequest, until: string | undefined): Query {
    if (modifiedSince === undefined) return this.live();
    const changed = whereChangedSince(this.all(), this.options.model.tableName, modifiedSince);
    if (cursor === undefined || until === undefined) return changed;
    return whereCommittedUntil(changed, this.options.model.tableName, until);
  }

  #paged(query: Query, request: PageRequest): Query {
    const { column, cast } = this.options.sort ?? { column: 'id', cast: 'text' as const };
    const ordered = query.orderBy(column);
    if (column !== 'id') ordered.orderBy('id');
    ordered.limit(request.pageSize + 1);
    if (request.cursor === undefined) return ordered.offset((request.page - 1) * request.pageSize);
    const after = decodeCursor(request.cursor, cast);
    if (column === 'id') return ordered.where('id', '>', after.id);
    return ordered.whereRaw(`(??::${cast}, id) > (?::${cast}, ?::uuid)`, [column, after.sortValue, after.id]);
  }

  #cursorOf(record: R, until: string | undefined): string {
    const field = (this.options.sort?.column ?? 'id').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const sortValue = String((record as unknown as Record<string, unknown>)[field]);
    return encodeCursor({ sortValue, id: record.id, ...(until === undefined ? {} : { until }) });
  }
}
