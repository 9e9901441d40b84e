/** What API and workflows share about erasing people: names, ids, inputs and outputs. */

export const ERASURE_WORKFLOW = 'erasure';
export const RETENTION_WORKFLOW = 'retention';

export interface ErasureInput {
  organizationId: string;
  erasureId: string;
  /** 1-10,000 events of the audit log at once. */
  auditBatch: number;
  /** Redacted by runs before this one. */
  redacted: number;
}

export interface ErasureOutput {
  redacted: number;
}

export interface RetentionInput {
  organizationsPerPage: number;
  /** Erasures asked for in one organisation and run; the rest waits for the next. */
  peoplePerOrganization: number;
  /** Runs of reports removed in one organisation and run; absent in runs that began before there was such a thing. */
  reportRunsPerOrganization?: number;
  /** Where a run before this one has got to. */
  after: string | null;
  requested: number;
  /** Runs of reports that are gone so far. */
  removed?: number;
}

export interface RetentionOutput {
  requested: number;
  removed: number;
}

/** One run for each request. */
export function erasureWorkflowId(erasureId: string): string {
  return `erasure/${erasureId}`;
}

/** The first run of a request. */
export function erasureInput(organizationId: string, erasureId: string): ErasureInput {
  return { organizationId, erasureId, auditBatch: 2_000, redacted: 0 };
}
