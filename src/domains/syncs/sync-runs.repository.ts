/** Sync runs. Open ones by sync_runs_one_running and sync_runs_one_waiting, lists by sync_runs_of_connection. */
import type { Knex } from 'knex';
import type { Transaction } from '../../platform/database';
import type { PageRequest } from '../../platform/record-repository';
import { DomainError } from '../../shared/domain-error';
import { decodeCursor } from '../../shared/cursor';
import { toSyncRun, type SyncRunRow } from './sync-run-rows.rules';
import type { PullCursor, SyncCounts, SyncPhase, SyncRun, SyncState } from './syncs.types';

/** What a run can be moved on by. */
export interface RunProgress {
  phase?: SyncPhase;
  done?: number;
  total?: number | null;
  cursor?: PullCursor;
  /** Added to the counts so far. */
  counts?: Partial<SyncCounts>;
}

export class SyncRunRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  async insert(
    run: Pick<SyncRun, 'id' | 'connectionId' | 'kind' | 'dryRun' | 'trigger' | 'startedBy' | 'workflowId'>,
  ): Promise<SyncRun> {
    const [row] = await this.trx('sync_runs')
      .insert({
        organization_id: this.organizationId,
        id: run.id,
        connection_id: run.connectionId,
        kind: run.kind,
        dry_run: run.dryRun,
        trigger: run.trigger,
        started_by: run.startedBy,
        workflow_id: run.workflowId,
      })
      .returning<SyncRunRow[]>('*');
    if (row === undefined) throw new Error('the run was not stored');
    return toSyncRun(row);
  }

  /** @throws DomainError not_found */
  async get(id: string): Promise<SyncRun> {
    return found(await this.#rows().where({ id }).first<SyncRunRow | undefined>('*'));
  }

  /** Holds the run until the transaction ends, so that nobody moves it on or cancels it beside us. @throws DomainError not_found */
  async getForUpdate(id: string): Promise<SyncRun> {
    return found(await this.#rows().where({ id }).forUpdate().first<SyncRunRow | undefined>('*'));
  }

  /** Runs of a connection that have not ended: the running one first, then the waiting ones, oldest first. */
  async open(connectionId: string): Promise<SyncRun[]> {
    const rows = await this.#rows()
      .where({ connection_id: connectionId })
      .whereIn('state', ['queued', 'running'])
      .orderByRaw(`state = 'running' desc, created_at, id`)
      .select<SyncRunRow[]>('*');
    return rows.map(toSyncRun);
  }

  /** One page of a connection's runs, newest first, and how many there are; one row more than asked for tells that more follow. */
  async list(connectionId: string, request: PageRequest): Promise<{ runs: SyncRun[]; total: number }> {
    const narrowed = this.#rows().where({ connection_id: connectionId });
    const [counted] = await narrowed.clone().select<{ total: number }[]>(this.trx.raw('count(*)::int as total'));
    if (request.cursor !== undefined) void narrowed.where('id', '<', decodeCursor(request.cursor).id);
    else void narrowed.offset((request.page - 1) * request.pageSize);
    const rows = await narrowed
      .orderBy('id', 'desc')
      .limit(request.pageSize + 1)
      .select<SyncRunRow[]>('*');
    return { runs: rows.map(toSyncRun), total: counted?.total ?? 0 };
  }

  async begin(id: string, progress: { phase: SyncPhase; cursor: PullCursor; now: Date }): Promise<void> {
    await this.#update(id, {
      state: 'running',
      phase: progress.phase,
      cursor: JSON.stringify(progress.cursor),
      started_at: progress.now,
    });
  }

  async advance(id: string, { phase, done, total, cursor, counts = {} }: RunProgress): Promise<void> {
    const added = Object.entries(counts).map(([name, count]): [string, unknown] => [
      name,
      this.trx.raw('?? + ?', [name, count]),
    ]);
    await this.#update(id, {
      ...(phase === undefined ? {} : { phase }),
      ...(done === undefined ? {} : { done }),
      ...(total === undefined ? {} : { total }),
      ...(cursor === undefined ? {} : { cursor: JSON.stringify(cursor) }),
      ...Object.fromEntries(added),
    });
  }

  /** Ends the run; what a dry run has read goes. */
  async end(
    id: string,
    { state, errorCode, now }: { state: SyncState; errorCode: string | null; now: Date },
  ): Promise<void> {
    await this.#update(id, { state, phase: 'ended', error_code: errorCode, finished_at: now });
    await this.trx('sync_rehearsal_records').where({ organization_id: this.organizationId, run_id: id }).delete();
  }

  /** True when the run has logged an error. */
  async hasErrors(id: string): Promise<boolean> {
    const errors = this.trx('sync_run_errors').where({ organization_id: this.organizationId, run_id: id });
    return (await errors.first<{ id: string } | undefined>('id')) !== undefined;
  }

  async #update(id: string, columns: Record<string, unknown>): Promise<void> {
    await this.#rows()
      .where({ id })
      .update({ ...columns, version: this.trx.raw('version + 1') });
  }

  #rows(): Knex.QueryBuilder {
    return this.trx('sync_runs').where('organization_id', this.organizationId);
  }
}

function found(row: SyncRunRow | undefined): SyncRun {
  if (row === undefined) throw new DomainError('not_found', 'There is no such run.');
  return toSyncRun(row);
}
