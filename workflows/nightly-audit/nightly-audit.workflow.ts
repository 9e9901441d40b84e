/**
 * Recomputes a random share of every organisation's ledger and compares it with what is stored.
 * Start: the schedule `nightly-audit`; the workflow id is its own plus the time the run was due. Messages: none.
 * End states: Completed when nothing differed; Failed with type `LedgerDrift` after the differing people were repaired, or
 * `AuditIncomplete` when an organisation could not be audited; ContinuedAsNew when its history is long.
 */
import {
  ActivityFailure,
  ApplicationFailure,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { AuditTally, NightlyAuditInput, NightlyAuditOutput } from '../../src/domains/capacity/capacity.contract';
import { auditOptions, housekeepingOptions, recomputeBatchOptions } from '../../temporal-config/activity-options';
import { scheduledStartTimeAttribute } from '../../temporal-config/search-attributes';
import { auditedTally, failedTally, outputOf, startedTally, tallyDetails, verdictOf } from './nightly-audit.state';

const { listOrganizations } = proxyActivities<Pick<Activities, 'listOrganizations'>>(housekeepingOptions);
const { auditOrganization } = proxyActivities<Pick<Activities, 'auditOrganization'>>(auditOptions);
const { drainCapacity } = proxyActivities<Pick<Activities, 'drainCapacity'>>(recomputeBatchOptions);

/** Audits every organisation, page by page, repairs what differs, and fails when anything did. */
export async function nightlyAudit(input: NightlyAuditInput): Promise<NightlyAuditOutput> {
  let tally = input.carried ?? startedTally(dueTime());
  for (;;) {
    const { organizationIds } = await listOrganizations.executeWithOptions({ summary: 'Next page of organisations' }, [
      { after: tally.after, limit: input.organizationsPerPage },
    ]);
    for (const organizationId of organizationIds) {
      tally = await auditOne(tally, organizationId, input);
      setCurrentDetails(tallyDetails(tally));
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof nightlyAudit>({ ...input, carried: tally });
    }
    if (organizationIds.length < input.organizationsPerPage) return conclude(tally);
  }
}

async function auditOne(tally: AuditTally, organizationId: string, input: NightlyAuditInput): Promise<AuditTally> {
  const { sampleShare, maxPeoplePerBatch: maxPeople } = input;
  const { seed } = tally;
  try {
    const summary = `Audit ${organizationId}`;
    const audit = await auditOrganization.executeWithOptions({ summary }, [{ organizationId, sampleShare, seed }]);
    if (audit.differences > 0) await repair(organizationId, maxPeople);
    return auditedTally(tally, organizationId, audit);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return failedTally(tally, organizationId);
  }
}

/** The audit left the differing people dirty; they are recomputed here, so that the run ends with a right ledger. */
async function repair(organizationId: string, maxPeople: number): Promise<void> {
  const summary = `Repair ${organizationId}`;
  let remainingPeople = Number.POSITIVE_INFINITY;
  while (remainingPeople > 0) {
    ({ remainingPeople } = await drainCapacity.executeWithOptions({ summary }, [{ organizationId, maxPeople }]));
  }
}

function conclude(tally: AuditTally): NightlyAuditOutput {
  const output = outputOf(tally);
  const verdict = verdictOf(tally);
  if (verdict === 'clean') return output;
  throw ApplicationFailure.create({ type: verdict, message: verdict, nonRetryable: true, details: [output] });
}

/** When this run was due, which is its sample's name; a run started by hand counts from its start. */
function dueTime(): Date {
  return workflowInfo().typedSearchAttributes.get(scheduledStartTimeAttribute) ?? workflowInfo().startTime;
}
