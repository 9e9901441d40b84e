/** Has what was read before taken into the plan, without asking the provider again. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { holdConnectionIfAny } from '../integrations/hold-connection.query';
import { ProviderRecordRepository } from './provider-records.repository';
import { queueSync } from './request-sync.command';
import { SyncRunRepository } from './sync-runs.repository';
import type { SyncRun, SyncTrigger } from './syncs.types';

/**
 * A run of kind `apply`, unless a run that is open will match and apply all of it anyway: one of kind `full` or `apply` that has
 * not come to applying. None for a connection that is gone or has no credentials, and none when nothing is pending of `onlyFor`,
 * accounts by the provider's id. Holds the connection, which steps of syncs hold too, so that
 * how far they are stays true until this commits; whoever holds several takes payroll's first.
 */
export async function requestApply(
  uow: UnitOfWork,
  { connectionId, trigger, onlyFor }: { connectionId: string; trigger: SyncTrigger; onlyFor?: readonly string[] },
): Promise<void> {
  const connection = await holdConnectionIfAny(uow, connectionId);
  if (connection?.hasCredentials !== true) return;
  const mirror = new ProviderRecordRepository(uow.trx, uow.organizationId, connectionId);
  if (onlyFor !== undefined && !(await mirror.hasPending(onlyFor))) return;
  const open = await new SyncRunRepository(uow.trx, uow.organizationId).open(connectionId);
  if (!open.some(willApplyAll)) await queueSync(uow, { connection, kind: 'apply', dryRun: false, trigger });
}

function willApplyAll({ kind, dryRun, phase }: SyncRun): boolean {
  return !dryRun && (kind === 'full' || kind === 'apply') && phase !== 'applying' && phase !== 'ended';
}
