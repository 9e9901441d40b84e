/** What was known at an instant, where a scheduled run has kept it. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError, invalidField } from '../../shared/domain-error';
import type { ComputedReport, ReportRequest } from '../reports/compute-report.query';
import { readFigures } from './render-file.command';
import { reportAudience } from './report-audience.query';
import { ReportContentRepository } from './report-contents.repository';
import { parametersKey } from './report-parameters.rules';
import { ReportRunRepository } from './report-runs.repository';

/**
 * The figures that the last run of the same report, parameters and people has frozen no later than `asOf`; its body says when, as
 * `as_of`. Of whichever schedule: who asks must see the same people as its owner did.
 * @throws DomainError forbidden; as_of_unavailable; validation_failed for an instant to come
 */
export async function findFrozenReport(uow: UnitOfWork, request: ReportRequest, asOf: Date): Promise<ComputedReport> {
  if (asOf > uow.now) throw invalidField('/query/as_of', 'in_the_future', 'as_of is still to come');
  const parameters: Record<string, unknown> = { ...request.parameters };
  const search = {
    report: request.report,
    parametersKey: parametersKey(parameters),
    audience: await reportAudience(uow, request.report, parameters),
  };
  const runs = new ReportRunRepository(uow.trx, uow.organizationId);
  const run = await runs.lastFrozen({ ...search, asOf });
  if (run === undefined) throw unavailable(asOf, (await runs.firstFrozen(search))?.computedAt ?? null);
  const computed = await readFigures(new ReportContentRepository(uow.trx, uow.organizationId), run.id);
  const body = { ...computed.body, as_of: run.computedAt?.toISOString() };
  return { ...computed, body } as unknown as ComputedReport;
}

function unavailable(asOf: Date, first: Date | null): DomainError {
  const since = first === null ? 'none ever' : `the first is of ${first.toISOString()}`;
  return new DomainError(
    'as_of_unavailable',
    `No scheduled run has kept this report with these parameters for these people by ${asOf.toISOString()}: ${since}. Without as_of it is computed as it is now.`,
    { first_frozen_at: first?.toISOString() ?? null },
  );
}
