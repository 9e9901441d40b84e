/**
 * Applies the retention of every organisation: asks for the erasure of people who left long enough ago.
 * Start: the schedule `retention`, once a day. Id: the schedule's plus the time it was due. Messages: none.
 * End states: Completed with counts; Failed when an organisation kept failing: the next run tries it again.
 */
import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { RetentionInput, RetentionOutput } from '../../src/domains/privacy/erasures.contract';
import { housekeepingOptions } from '../../temporal-config/activity-options';

const { listOrganizations, requestDueErasures } =
  proxyActivities<Pick<Activities, 'listOrganizations' | 'requestDueErasures'>>(housekeepingOptions);

/** Page by page; each organisation's erasures are workflows of their own. */
export async function retention(input: RetentionInput): Promise<RetentionOutput> {
  let { after, requested } = input;
  for (;;) {
    const { organizationIds } = await listOrganizations.executeWithOptions({ summary: 'Next page of organisations' }, [
      { after, limit: input.organizationsPerPage },
    ]);
    for (const organizationId of organizationIds) {
      const due = await requestDueErasures.executeWithOptions({ summary: `Retention ${organizationId}` }, [
        { organizationId, limit: input.peoplePerOrganization },
      ]);
      requested += due.requested;
      after = organizationId;
    }
    if (organizationIds.length < input.organizationsPerPage) return { requested };
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof retention>({ ...input, after, requested });
  }
}
