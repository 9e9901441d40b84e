/** What runs changed and what they could not: append-only. Lists of a run use sync_run_changes_of_run and sync_run_errors_of_run. */
import type { Transaction } from '../../platform/database';
import type { PageRequest } from '../../platform/record-repository';
import { decodeCursor } from '../../shared/cursor';
import { newId } from '../../shared/ids';
import type { SyncChange, SyncError } from './syncs.types';
import type { LoggedChange } from './withdrawal.rules';

/** A stored entry of a run's log. */
export type Logged<T> = T & { id: string; createdAt: Date };

interface LogRow {
  id: string;
  record_kind: string;
  external_id: string;
  action: SyncChange['action'];
  entity_type: string;
  entity_id: string | null;
  before: SyncChange['before'];
  after: SyncChange['after'];
  code: string;
  detail: string | null;
  created_at: Date;
}

const ROWS_AT_ONCE = 500;

export class SyncLogRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  async addChanges(runId: string, changes: readonly SyncChange[]): Promise<void> {
    const rows = changes.map((change) => ({
      ...this.#keys(runId, change),
      action: change.action,
      entity_type: change.entityType,
      entity_id: change.entityId,
      before: change.before === null ? null : JSON.stringify(change.before),
      after: change.after === null ? null : JSON.stringify(change.after),
    }));
    await this.#insert('sync_run_changes', rows);
  }

  async addErrors(runId: string, errors: readonly SyncError[]): Promise<void> {
    const rows = errors.map((error) => ({ ...this.#keys(runId, error), code: error.code, detail: error.detail }));
    await this.#insert('sync_run_errors', rows);
  }

  /** One page of changes in the order they were made, one row more where more follow. */
  async changes(runId: string, request: PageRequest): Promise<{ rows: Logged<SyncChange>[]; total: number }> {
    const { rows, total } = await this.#list('sync_run_changes', runId, request);
    return {
      total,
      rows: rows.map((row) => ({
        ...loggedOf(row),
        action: row.action,
        entityType: row.entity_type,
        entityId: row.entity_id,
        before: row.before,
        after: row.after,
      })),
    };
  }

  /**
   * What runs made and changed because of an account's records, and whose manager its person became by them, oldest first, since
   * it was last unlinked. By
   * provider_records_of_owner and sync_run_changes_of_record.
   */
  async changesOfAccount(account: {
    id: string;
    connectionId: string;
    externalUserId: string;
    personId: string;
  }): Promise<LoggedChange[]> {
    const { rows } = await this.trx.raw<{ rows: LoggedChange[] }>(
      `select c.action, c.entity_type as "entityType", c.entity_id as "entityId", c.before, c.after
         from provider_records p
         join sync_run_changes c on c.organization_id = p.organization_id and c.external_id = p.external_id
           and c.record_kind = p.kind
         join sync_runs r on r.organization_id = c.organization_id and r.id = c.run_id and r.connection_id = p.connection_id
        where p.organization_id = :organization and p.connection_id = :connectionId
          and (p.owner_external_id = :externalUserId or (p.kind = 'collaborator' and c.entity_type = 'person'
            and p.fields ->> 'managerExternalId' = :externalUserId and c.after ->> 'managerId' = :personId))
          and not r.dry_run and c.action in ('created', 'updated')
          and c.created_at > coalesce((select max(d.created_at) from identity_decisions d
            where d.organization_id = :organization and d.external_account_id = :id and d.action = 'unlink'), '-infinity')
        order by c.id`,
      { organization: this.organizationId, ...account },
    );
    return rows;
  }

  /** One page of errors in the order they were met, one row more where more follow. */
  async errors(runId: string, request: PageRequest): Promise<{ rows: Logged<SyncError>[]; total: number }> {
    const { rows, total } = await this.#list('sync_run_errors', runId, request);
    return { total, rows: rows.map((row) => ({ ...loggedOf(row), code: row.code, detail: row.detail })) };
  }

  async #list(table: string, runId: string, request: PageRequest): Promise<{ rows: LogRow[]; total: number }> {
    const narrowed = this.trx(table).where({ organization_id: this.organizationId, run_id: runId });
    const [counted] = await narrowed.clone().select<{ total: number }[]>(this.trx.raw('count(*)::int as total'));
    if (request.cursor !== undefined) void narrowed.where('id', '>', decodeCursor(request.cursor).id);
    else void narrowed.offset((request.page - 1) * request.pageSize);
    const rows = await narrowed
      .orderBy('id')
      .limit(request.pageSize + 1)
      .select<LogRow[]>('*');
    return { rows, total: counted?.total ?? 0 };
  }

  #keys(runId: string, record: { recordKind: string; externalId: string }): Record<string, unknown> {
    return {
      organization_id: this.organizationId,
      id: newId(),
      run_id: runId,
      record_kind: record.recordKind,
      external_id: record.externalId,
    };
  }

  async #insert(table: string, rows: readonly object[]): Promise<void> {
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      await this.trx(table).insert(rows.slice(start, start + ROWS_AT_ONCE));
    }
  }
}

function loggedOf(row: LogRow): { id: string; createdAt: Date; recordKind: string; externalId: string } {
  return { id: row.id, createdAt: row.created_at, recordKind: row.record_kind, externalId: row.external_id };
}
