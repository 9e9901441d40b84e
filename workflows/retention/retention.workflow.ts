/**
 * Applies the retention of every organisation: asks for the erasure of people who left long enough ago, removes old runs of reports.
 * Start: the schedule `retention`, once a day. Id: the schedule's plus the time it was due. Messages: none.
 * End states: Completed with counts; Failed when an organisation kept failing: the next run tries it again.
 */
import { continueAsNew, patched, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { RetentionInput, RetentionOutput } from '../../src/domains/privacy/erasures.contract';
import { housekeepingOptions } from '../../temporal-config/activity-options';

type Steps = Pick<Activities, 'listOrganizations' | 'requestDueErasures' | 'removeExpiredReports'>;

const { listOrganizations, requestDueErasures, removeExpiredReports } = proxyActivities<Steps>(housekeepingOptions);

/** For runs whose input is of before. */
const REPORT_RUNS = 200;

/** Page by page; each organisation's erasures are workflows of their own. */
export async function retention(input: RetentionInput): Promise<RetentionOutput> {
  let { after, requested, removed = 0 } = input;
  for (;;) {
    const { organizationIds } = await listOrganizations.executeWithOptions({ summary: 'Next page of organisations' }, [
      { after, limit: input.organizationsPerPage },
    ]);
    for (const organizationId of organizationIds) {
      const due = await requestDueErasures.executeWithOptions({ summary: `Retention ${organizationId}` }, [
        { organizationId, limit: input.peoplePerOrganization },
      ]);
      requested += due.requested;
      if (patched('old-report-runs')) {
        const limit = input.reportRunsPerOrganization ?? REPORT_RUNS;
        const gone = await removeExpiredReports.executeWithOptions({ summary: `Old reports ${organizationId}` }, [
          { organizationId, limit },
        ]);
        removed += gone.removed;
      }
      after = organizationId;
    }
    if (organizationIds.length < input.organizationsPerPage) return { requested, removed };
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof retention>({ ...input, after, requested, removed });
  }
}
