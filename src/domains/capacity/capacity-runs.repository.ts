/** Recompute runs: a row for each that somebody asked for, and one for what the drain does unasked. Primary key (organization, id). */
import type { Knex } from 'knex';
import type { Transaction } from '../../platform/database';
import { derivedId } from '../../shared/ids';
import type { CapacityRun, CapacityRunState } from './capacity-runs.types';

/** A run that is under way is counted on, one that has ended begins again. */
const UPSERT_OWN_RUN = `
  insert into capacity_runs as run (organization_id, id, mode, workflow_id, state, created_at, started_at, finished_at,
    total_people, done_people, changed_weeks)
  values (:organization, :id, 'incremental', :workflow, :state, :started, :started, :finished,
    cast(:people as int) + cast(:waiting as int), :people, :weeks)
  on conflict (organization_id, id) do update set
    version = run.version + 1, state = excluded.state, finished_at = excluded.finished_at, error_code = null,
    (created_at, started_at, total_people, done_people, changed_weeks) = (
      select case when goes_on then run.created_at else excluded.created_at end,
        case when goes_on then run.started_at else excluded.started_at end,
        excluded.total_people + case when goes_on then run.done_people else 0 end,
        excluded.done_people + case when goes_on then run.done_people else 0 end,
        excluded.changed_weeks + case when goes_on then run.changed_weeks else 0 end
      from (select run.state = 'running' as goes_on) told)`;

const UNDER_WAY = ['queued', 'running'] as const satisfies readonly CapacityRunState[];

export class CapacityRunRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  async insert(run: Pick<CapacityRun, 'id' | 'mode' | 'totalPeople' | 'workflowId' | 'startedBy'>): Promise<void> {
    await this.trx('capacity_runs').insert({
      organization_id: this.organizationId,
      id: run.id,
      mode: run.mode,
      total_people: run.totalPeople,
      workflow_id: run.workflowId,
      started_by: run.startedBy,
    });
  }

  async find(id: string): Promise<CapacityRun | undefined> {
    const row = await this.#rows().where({ id }).first<Record<string, unknown> | undefined>('*');
    return row === undefined ? undefined : toRun(row);
  }

  /** The run that began or was asked for last, whatever its state. */
  async latest(): Promise<CapacityRun | undefined> {
    const row = await this.#rows().orderBy('created_at', 'desc').first<Record<string, unknown> | undefined>('*');
    return row === undefined ? undefined : toRun(row);
  }

  /**
   * Counts people done; the run ends as completed when none of its ranges is left. That is looked at under the run's lock: of two
   * batches beside each other, each would otherwise still see the ranges of the other, and none would end the run.
   */
  async advance(id: string, progress: { people: number; changedWeeks: number; now: Date }): Promise<void> {
    await this.#underWay(id).update({
      done_people: this.trx.raw('least(total_people, done_people + ?)', [progress.people]),
      changed_weeks: this.trx.raw('changed_weeks + ?', [progress.changedWeeks]),
      started_at: this.trx.raw('coalesce(started_at, ?)', [progress.now]),
      state: 'running',
      version: this.trx.raw('version + 1'),
    });
    const ranges = this.trx('dirty_ranges').where({ organization_id: this.organizationId, run_id: id }).select('id');
    await this.#underWay(id).whereNotExists(ranges).update({ state: 'completed', finished_at: progress.now });
  }

  /**
   * Counts what the workflow recomputed without being asked. All of that is one run of the organisation: it begins again with what is
   * drained after it had ended, so it tells of the last time only. It ends when nobody waits.
   */
  async noteOwn(
    workflowId: string,
    drained: { people: number; changedWeeks: number; waiting: number; startedAt: Date; now: Date },
  ): Promise<void> {
    await this.trx.raw(UPSERT_OWN_RUN, {
      organization: this.organizationId,
      id: this.#ownId(),
      workflow: workflowId,
      state: drained.waiting === 0 ? 'completed' : 'running',
      finished: drained.waiting === 0 ? drained.now : null,
      started: drained.startedAt,
      people: drained.people,
      waiting: drained.waiting,
      weeks: drained.changedWeeks,
    });
  }

  /** Ends it, if it is under way. */
  async endOwn(now: Date): Promise<void> {
    await this.finish(this.#ownId(), 'completed', now);
  }

  /** Ids of what is under way and was asked for before `before`. */
  async underWaySince(before: Date): Promise<string[]> {
    const rows = this.#rows().whereIn('state', UNDER_WAY).where('created_at', '<', before);
    return rows.pluck<string[]>('id');
  }

  /**
   * Their ranges stay dirty without the runs. Called before a run is ended: a drain takes ranges and then moves their runs on, and who
   * takes them the other way round would wait for it in a circle.
   */
  async releaseRanges(ids: readonly string[]): Promise<void> {
    const ranges = this.trx('dirty_ranges')
      .where('organization_id', this.organizationId)
      .whereIn('run_id', [...ids]);
    const held = ranges.clone().orderBy('id').forUpdate().select('id');
    await ranges.whereIn('id', held).update({ run_id: null });
  }

  /** Ends as failed what of `ids` is still under way; answers the runs as they were. */
  async fail(ids: readonly string[], failure: { errorCode: string; now: Date }): Promise<CapacityRun[]> {
    const rows = await this.#rows()
      .whereIn('id', [...ids])
      .whereIn('state', UNDER_WAY)
      .orderBy('id')
      .forUpdate()
      .select<Record<string, unknown>[]>('*');
    const changes = { state: 'failed', finished_at: failure.now, error_code: failure.errorCode };
    const failed = rows.map(toRun);
    await this.#rows()
      .whereIn(
        'id',
        failed.map(({ id }) => id),
      )
      .update({ ...changes, version: this.trx.raw('version + 1') });
    return failed;
  }

  /** Ends a run that is still under way; false when it had ended. */
  async finish(id: string, state: Extract<CapacityRunState, 'cancelled' | 'completed'>, now: Date): Promise<boolean> {
    const count = await this.#underWay(id).update({ state, finished_at: now, version: this.trx.raw('version + 1') });
    return count > 0;
  }

  #ownId(): string {
    return derivedId(`capacity-run/${this.organizationId}`);
  }

  #underWay(id: string): Knex.QueryBuilder {
    return this.#rows().where({ id }).whereIn('state', UNDER_WAY);
  }

  #rows(): Knex.QueryBuilder {
    return this.trx('capacity_runs').where('organization_id', this.organizationId);
  }
}

function toRun(row: Record<string, unknown>): CapacityRun {
  return {
    id: row['id'] as string,
    version: row['version'] as number,
    state: row['state'] as CapacityRunState,
    mode: row['mode'] as CapacityRun['mode'],
    totalPeople: row['total_people'] as number,
    donePeople: row['done_people'] as number,
    changedWeeks: row['changed_weeks'] as number,
    workflowId: row['workflow_id'] as string,
    startedBy: row['started_by'] as string | null,
    createdAt: row['created_at'] as Date,
    startedAt: row['started_at'] as Date | null,
    finishedAt: row['finished_at'] as Date | null,
    errorCode: row['error_code'] as string | null,
  };
}
