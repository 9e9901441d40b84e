/** Matches and applies what was read. A dry run does all of it in one transaction and takes it back. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { noteSync } from '../integrations/connection-credentials.command';
import { holdConnection } from '../integrations/hold-connection.query';
import { recordKindsOf } from '../integrations/sync-kinds.rules';
import { applyBatch, type ApplyContext } from './apply-batch.command';
import { endSync } from './end-sync.command';
import { matchAccounts } from './match-accounts.command';
import { countEndedRun } from './observe-syncs.query';
import { ProviderRecordRepository } from './provider-records.repository';
import { RehearsedRecordRepository } from './rehearsed-records.repository';
import { SyncLogRepository } from './sync-log.repository';
import { SyncOutcome } from './sync-outcome.rules';
import { SyncRunRepository } from './sync-runs.repository';
import { holdRunning, inSync, standOf, type SyncStepDeps } from './sync-step-runtime.command';
import type { RunRef, StepResult } from './sync-steps.types';
import type { SyncRun } from './syncs.types';
import { wakeWaiting } from './wake-waiting.command';

/** After this long a step answers, so that the workflow shows where it is; the next one goes on. */
const STEP_MS = 2_000;

/** Accounts and matching, in one transaction. Idempotent: with the accounts as they are it writes nothing. */
export async function matchStep(deps: SyncStepDeps, ref: RunRef): Promise<StepResult> {
  return inSync(deps, ref, async (uow) => {
    const run = await holdRunning(uow, ref);
    if (run?.phase === 'matching') await matchRun(uow, deps, run);
    return standOf(uow, ref);
  });
}

/**
 * Batches of accounts for two seconds, each and the cursor behind it in one transaction, or the whole of a dry run. Idempotent: a
 * batch that is committed is behind the cursor, and one that is not never was.
 */
export async function applyStep(deps: SyncStepDeps, ref: RunRef): Promise<StepResult> {
  const isDry = await inSync(deps, ref, async (uow) => (await holdRunning(uow, ref))?.dryRun === true);
  if (isDry) await rehearse(deps, ref);
  else await applyForAWhile(deps, ref);
  return inSync(deps, ref, (uow) => standOf(uow, ref));
}

async function matchRun(uow: UnitOfWork, deps: SyncStepDeps, run: SyncRun): Promise<void> {
  const context = await contextOf(uow, run);
  if (!run.dryRun) await matchAccounts(uow, context, deps.applyMatching);
  const progress = await progressAfterMatching(uow, run, context);
  await keepOutcome(uow, run.id, context.outcome);
  await new SyncRunRepository(uow.trx, uow.organizationId).advance(run.id, { phase: 'applying', ...progress });
}

/** Of all that was read, what the plan has already is done. Of a rehearsal nothing is known before it, and then all of it is done. */
async function progressAfterMatching(
  uow: UnitOfWork,
  run: SyncRun,
  { connection, kinds, readBy }: ApplyContext,
): Promise<{ done: number; total: number }> {
  const place = [uow.trx, uow.organizationId] as const;
  if (run.dryRun && readBy !== null) {
    return { done: 0, total: run.counts.seen + (await new RehearsedRecordRepository(...place, run).countVanished()) };
  }
  const { all, gone } = await new ProviderRecordRepository(...place, connection.id).countPending({ readBy, kinds });
  const total = Math.max(all, run.counts.seen + gone);
  return { done: total - all, total };
}

async function applyForAWhile(deps: SyncStepDeps, ref: RunRef): Promise<void> {
  const until = performance.now() + STEP_MS;
  let batch: AppliedBatch;
  do {
    batch = await inSync(deps, ref, (uow) => applyNext(uow, ref));
    if (batch.ended !== null && deps.metrics !== undefined) {
      countEndedRun(deps.metrics, batch.ended.provider, batch.ended.run);
    }
  } while (batch.goesOn && performance.now() < until);
}

interface AppliedBatch {
  /** More may be left. */
  goesOn: boolean;
  /** The run, when this ended it. */
  ended: { provider: string; run: SyncRun } | null;
}

async function applyNext(uow: UnitOfWork, ref: RunRef): Promise<AppliedBatch> {
  const run = await holdRunning(uow, ref);
  if (run?.phase !== 'applying' || run.cursor === null) return { goesOn: false, ended: null };
  const context = await contextOf(uow, run);
  const applied = await applyBatch(uow, context, run.cursor.applied);
  await keepOutcome(uow, run.id, context.outcome);
  const runs = new SyncRunRepository(uow.trx, uow.organizationId);
  if (applied === null) {
    if (run.kind !== 'apply') await noteSync(uow, run.connectionId);
    await wakeWaiting(uow, { connection: context.connection, run });
    await endSync(uow, run.id);
    return { goesOn: false, ended: { provider: context.connection.provider, run: await runs.get(run.id) } };
  }
  await runs.advance(run.id, { cursor: { ...run.cursor, applied }, done: run.done + context.outcome.met });
  return { goesOn: true, ended: null };
}

/** The same steps as the real run's, taken back: so what they say is what it will do. Nobody's cancellation waits for it. */
async function rehearse(deps: SyncStepDeps, ref: RunRef): Promise<void> {
  const outcome = await inSync(deps, ref, async (uow) => {
    uow.discard();
    const run = await new SyncRunRepository(uow.trx, uow.organizationId).get(ref.runId);
    const context = await contextOf(uow, run);
    await new RehearsedRecordRepository(uow.trx, uow.organizationId, run).land(uow.now);
    await matchAccounts(uow, context, deps.applyMatching);
    for (let applied = await applyBatch(uow, context, null); applied !== null;) {
      applied = await applyBatch(uow, context, applied);
    }
    return context.outcome;
  });
  await inSync(deps, ref, async (uow) => {
    const run = await holdRunning(uow, ref);
    if (run === undefined) return;
    await keepOutcome(uow, ref.runId, outcome);
    await new SyncRunRepository(uow.trx, uow.organizationId).advance(ref.runId, { done: run.total ?? 0 });
    await endSync(uow, ref.runId);
  });
}

async function contextOf(uow: UnitOfWork, run: SyncRun): Promise<ApplyContext> {
  const connection = await holdConnection(uow, run.connectionId);
  const kinds = recordKindsOf(connection.provider, run.kind);
  const reads = run.kind !== 'apply';
  return { connection, runId: run.id, readBy: reads ? run.id : null, kinds, outcome: new SyncOutcome(reads) };
}

async function keepOutcome(uow: UnitOfWork, runId: string, outcome: SyncOutcome): Promise<void> {
  const log = new SyncLogRepository(uow.trx, uow.organizationId);
  await log.addChanges(runId, outcome.changes);
  await log.addErrors(runId, outcome.errors);
  await new SyncRunRepository(uow.trx, uow.organizationId).advance(runId, { counts: outcome.counts });
}
