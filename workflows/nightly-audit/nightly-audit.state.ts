/** The nightly audit's tally and what becomes of it: pure. */
import type { AuditTally, NightlyAuditOutput } from '../../src/domains/capacity/capacity.contract';

/** Most organisations named in the failure's details. */
export const MAX_DRIFTED_NAMED = 20;

/** What auditing one organisation found. */
export interface OrganizationAudit {
  people: number;
  differences: number;
}

/** An empty tally; the date is the seed, so the same night draws the same sample when it is run again. */
export function startedTally(dueAt: Date): AuditTally {
  const seed = dueAt.toISOString().slice(0, 10);
  return { after: null, seed, organizations: 0, people: 0, differences: 0, drifted: [], failedOrganizations: 0 };
}

/** One organisation was audited. */
export function auditedTally(tally: AuditTally, organizationId: string, audit: OrganizationAudit): AuditTally {
  const drifted = audit.differences > 0 && tally.drifted.length < MAX_DRIFTED_NAMED;
  return {
    ...tally,
    after: organizationId,
    organizations: tally.organizations + 1,
    people: tally.people + audit.people,
    differences: tally.differences + audit.differences,
    drifted: drifted ? [...tally.drifted, organizationId] : tally.drifted,
  };
}

/** One organisation could not be audited or repaired; the others are not held up by it. */
export function failedTally(tally: AuditTally, organizationId: string): AuditTally {
  return { ...tally, after: organizationId, failedOrganizations: tally.failedOrganizations + 1 };
}

/** How the run must end. */
export function verdictOf(tally: AuditTally): 'clean' | 'LedgerDrift' | 'AuditIncomplete' {
  if (tally.differences > 0) return 'LedgerDrift';
  return tally.failedOrganizations > 0 ? 'AuditIncomplete' : 'clean';
}

/** The counts, without the cursor. */
export function outputOf(tally: AuditTally): NightlyAuditOutput {
  const { seed, organizations, people, differences, drifted, failedOrganizations } = tally;
  return { seed, organizations, people, differences, drifted, failedOrganizations };
}

/** The tally as Markdown for the Temporal Web UI. */
export function tallyDetails(tally: AuditTally): string {
  return [
    `Sample of ${tally.seed}`,
    `- organisations audited: ${String(tally.organizations)}, failed: ${String(tally.failedOrganizations)}`,
    `- people recomputed: ${String(tally.people)}`,
    `- differences: ${String(tally.differences)}`,
  ].join('\n');
}
