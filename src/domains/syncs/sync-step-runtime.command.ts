/** What the steps of a sync run in: units of work of the system, bound to the organisation, that hold the run. */
import { systemActor } from '../../access/actor';
import type { Clock } from '../../platform/clock';
import type { Database } from '../../platform/database';
import type { Metrics } from '../../platform/metrics';
import type { KeyRing } from '../../platform/secrets/key-ring';
import { runInOrganization, type UnitOfWork } from '../../platform/unit-of-work';
import type { Providers } from '../integrations/connections.types';
import type { KeepRotatedCredentials } from '../integrations/rotate-credentials.command';
import type { ApplyMatching } from './match-accounts.command';
import { SyncRunRepository } from './sync-runs.repository';
import type { ConnectionRef, RunRef, StepResult } from './sync-steps.types';
import { syncWorkflowId } from './sync.contract';
import type { SyncRun } from './syncs.types';

export interface SyncStepDeps {
  database: Database;
  clock: Clock;
  keyRing: KeyRing;
  providers: Providers;
  keepRotatedCredentials: KeepRotatedCredentials;
  applyMatching: ApplyMatching;
  metrics?: Pick<Metrics, 'syncRows' | 'syncRuns'>;
}

/** Runs `work` as the system in the connection's organisation. */
export async function inSync<T>(
  deps: SyncStepDeps,
  ref: ConnectionRef,
  work: (uow: UnitOfWork) => Promise<T>,
): Promise<T> {
  const { organizationId, connectionId } = ref;
  const request = {
    organizationId,
    resolveActor: () => Promise.resolve(systemActor(organizationId)),
    now: deps.clock.now(),
    workflowId: syncWorkflowId(connectionId),
  };
  return runInOrganization(deps.database, request, work);
}

/** The run, held until the transaction ends; undefined when it has ended, so that nothing more may be done for it. */
export async function holdRunning(uow: UnitOfWork, { runId }: RunRef): Promise<SyncRun | undefined> {
  const run = await new SyncRunRepository(uow.trx, uow.organizationId).getForUpdate(runId);
  return run.state === 'running' ? run : undefined;
}

/** Where the run stands now. */
export async function standOf(uow: UnitOfWork, { runId }: RunRef): Promise<StepResult> {
  const { phase, done, total } = await new SyncRunRepository(uow.trx, uow.organizationId).get(runId);
  return { phase, done, total };
}
