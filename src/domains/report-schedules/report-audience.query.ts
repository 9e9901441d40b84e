/** Whose figures a report holds: two reports with the same parameters are the same only if this is, too. */
import { createHash } from 'node:crypto';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { listVisiblePeople } from '../reports/list-visible-people.query';
import type { UtilizationGroup } from '../reports/reports.types';
import type { ScheduledReport } from './report-schedules.types';

/**
 * `everybody`, or a digest of the people whose figures this actor's report holds.
 * @throws DomainError forbidden when the role never sees that report
 */
export async function reportAudience(
  uow: UnitOfWork,
  report: ScheduledReport,
  parameters: Readonly<Record<string, unknown>>,
): Promise<string> {
  const groupBy = groupOf(report, parameters);
  const people = groupBy === null ? null : await listVisiblePeople(uow, groupBy);
  if (people === null) return 'everybody';
  return createHash('sha256')
    .update([...people].sort().join())
    .digest('hex');
}

/** Null: the report is not about single people, or shows everybody to whoever may see it. */
function groupOf(report: ScheduledReport, parameters: Readonly<Record<string, unknown>>): UtilizationGroup | null {
  switch (report) {
    case 'utilization':
    case 'heatmap':
      return parameters['group_by'] as UtilizationGroup;
    case 'overbookings':
    case 'plan-vs-actual':
    case 'availability':
      return 'person';
    case 'capacity-vs-load':
    case 'month-grid':
      return null;
  }
}
