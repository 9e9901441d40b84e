/**
 * Erases what identifies one person. Start: the event `erasure.requested`. Id: `erasure/{request}`. Messages: none.
 * End states: Completed with counts, of nothing where something has come in the way and the request has ended as `failed`; Failed
 * when a step kept failing or the run was cancelled: the request is then `failed`, and may be made again. What is erased stays erased.
 */
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { ErasureInput, ErasureOutput } from '../../src/domains/privacy/erasures.contract';
import { erasureOptions } from '../../temporal-config/activity-options';

const { erasePersonRecords, redactAuditEvents, finishPersonErasure } =
  proxyActivities<Pick<Activities, 'erasePersonRecords' | 'redactAuditEvents' | 'finishPersonErasure'>>(erasureOptions);

/** Records first, then the audit log batch by batch, then the end of the request. */
export async function erasure(input: ErasureInput): Promise<ErasureOutput> {
  try {
    return await erase(input);
  } catch (error) {
    if (!isCancellation(error) && !(error instanceof ActivityFailure)) throw error;
    await CancellationScope.nonCancellable(() => finish(input, codeOf(error)));
    throw error;
  }
}

async function erase(input: ErasureInput): Promise<ErasureOutput> {
  const { organizationId, erasureId, auditBatch: limit } = input;
  let redacted = input.redacted;
  await erasePersonRecords.executeWithOptions({ summary: 'Records of the person' }, [{ organizationId, erasureId }]);
  for (;;) {
    const batch = await redactAuditEvents.executeWithOptions({ summary: 'Next events of the audit log' }, [
      { organizationId, erasureId, limit },
    ]);
    redacted += batch.redacted;
    setCurrentDetails(`Audit events redacted: ${String(redacted)}`);
    if (batch.done) break;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof erasure>({ ...input, redacted });
  }
  await finish(input, null);
  return { redacted };
}

async function finish({ organizationId, erasureId }: ErasureInput, errorCode: string | null): Promise<void> {
  await finishPersonErasure.executeWithOptions({ summary: 'End of the request' }, [
    { organizationId, erasureId, errorCode },
  ]);
}

function codeOf(error: unknown): string {
  if (isCancellation(error)) return 'cancelled';
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof ApplicationFailure ? (cause.type ?? 'failed') : 'timed_out';
}
