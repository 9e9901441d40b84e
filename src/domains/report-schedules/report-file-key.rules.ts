/** Where a run's files are in the file store. */

/** @example 'report-runs/{organization}/{run}/' */
export function reportRunFolder({ organizationId, runId }: { organizationId: string; runId: string }): string {
  return `report-runs/${organizationId}/${runId}/`;
}

/** @example 'report-runs/{organization}/{run}/pdf' */
export function reportFileKey({
  organizationId,
  runId,
  format,
}: {
  organizationId: string;
  runId: string;
  format: string;
}): string {
  return `${reportRunFolder({ organizationId, runId })}${format}`;
}
