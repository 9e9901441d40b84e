/** A report as it is, or as it was. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { findFrozenReport } from '../report-schedules/find-frozen-report.query';
import { computeReport, type ComputedReport, type ReportRequest } from './compute-report.query';

/**
 * The report as the actor of the unit of work sees it. Without an instant it is computed; as of one, it is that of a frozen run.
 * @throws DomainError forbidden; as_of_unavailable when nothing was frozen by then; validation_failed for an instant to come
 */
export async function readReport<Request extends ReportRequest>(
  uow: UnitOfWork,
  request: Request,
  asOf: string | undefined,
): Promise<Extract<ComputedReport, { report: Request['report'] }>> {
  if (asOf === undefined) return computeReport(uow, request);
  const frozen = await findFrozenReport(uow, request, new Date(asOf));
  return frozen as Extract<ComputedReport, { report: Request['report'] }>;
}
