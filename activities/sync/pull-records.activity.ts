/** Reads pages of a provider into the mirror for a while. */
import { cancellationSignal } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { ProviderError } from '../../src/domains/integrations/provider.types';
import type { RunRef, StepResult } from '../../src/domains/syncs/sync-steps.types';
import type { ActivityDeps } from '../activity-deps';

/**
 * Idempotent: it goes on at the cursor that is stored with each page. An answer that breaks the provider's contract is not asked
 * for again.
 */
export function createPullRecords(deps: ActivityDeps) {
  return async function pullRecords(ref: RunRef): Promise<StepResult> {
    try {
      return await deps.sync.pull(ref, cancellationSignal());
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      throw ApplicationFailure.nonRetryable(error.reason, error.reason);
    }
  };
}
