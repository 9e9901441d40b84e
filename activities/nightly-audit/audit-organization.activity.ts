/** Recomputes a sample of one organisation's people and compares it with the stored ledger. */
import { log } from '@temporalio/activity';
import type { ActivityDeps } from '../activity-deps';

export interface AuditOrganizationInput {
  organizationId: string;
  /** 0-1; at least one person is audited. */
  sampleShare: number;
  /** The same seed draws the same people. */
  seed: string;
}

export interface AuditOrganizationOutput {
  people: number;
  differences: number;
}

/** Idempotent: the sample is drawn by the seed, and marking a differing person dirty twice recomputes them once. */
export function createAuditOrganization(deps: ActivityDeps) {
  return async function auditOrganization(input: AuditOrganizationInput): Promise<AuditOrganizationOutput> {
    const { organizationId, sampleShare, seed } = input;
    const { people, differences } = await deps.auditLedger(organizationId, { sampleShare, seed });
    if (differences > 0) {
      deps.countAuditDifferences(differences);
      log.error('the stored ledger differs from its recomputation', { organizationId, people, differences, seed });
    }
    return { people, differences };
  };
}
