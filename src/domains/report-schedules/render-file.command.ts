/** Makes one file of a run's figures. */
import type { FileStore } from '../../platform/file-store';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import type { ComputedReport } from '../reports/compute-report.query';
import { renderReport } from '../reports/render-report.query';
import { isEnded } from './finish-run.command';
import { ReportContentRepository } from './report-contents.repository';
import { reportFileKey } from './report-file-key.rules';
import { ReportRunRepository } from './report-runs.repository';
import type { ReportFile, ReportRun } from './report-schedules.types';

/** Runs one piece of work in a transaction of its own. */
export type InUnit = <T>(work: (uow: UnitOfWork) => Promise<T>) => Promise<T>;

/**
 * Renders, stores and then names the file, with no transaction open meanwhile. A file that is there is never made again; one that
 * was stored before a crash is stored again with the same bytes, since they come from the kept figures alone. When the run is
 * cancelled meanwhile, the file goes again without having had a name.
 * @throws DomainError validation_failed when the format takes fewer rows, dependency_unavailable
 */
export async function renderFile(
  { inUnit, fileStore }: { inUnit: InUnit; fileStore: FileStore },
  { organizationId, runId, format }: { organizationId: string; runId: string; format: ReportFile['format'] },
): Promise<void> {
  const found = await inUnit(async (uow) => {
    const contents = new ReportContentRepository(uow.trx, uow.organizationId);
    const isThere = (await contents.filesOf(runId)).some((file) => file.format === format);
    const run = await new ReportRunRepository(uow.trx, uow.organizationId).get(runId);
    if (isThere || isEnded(run)) return null;
    return { run, computed: await readFigures(contents, runId) };
  });
  if (found === null) return;
  const { name, mediaType, bytes } = renderReport(found.computed, { format, ...fileDialectOf(found.run) });
  const key = reportFileKey({ organizationId, runId, format });
  const receipt = await fileStore.put(key, await bytes(), { mediaType });
  const isNamed = await inUnit((uow) => nameFile(uow, { runId, format, name, mediaType, ...receipt }));
  if (!isNamed) await fileStore.delete(key);
}

/** False when the run was cancelled: it holds the row until the file has its name, so no file comes after the cancellation. */
async function nameFile(uow: UnitOfWork, file: ReportFile): Promise<boolean> {
  const run = await new ReportRunRepository(uow.trx, uow.organizationId).getForUpdate(file.runId);
  if (isEnded(run)) return false;
  await new ReportContentRepository(uow.trx, uow.organizationId).addFile(file);
  return true;
}

/** The kept figures. @throws DomainError not_found */
export async function readFigures(contents: ReportContentRepository, runId: string): Promise<ComputedReport> {
  const text = await contents.figuresOf(runId);
  if (text === undefined) throw new DomainError('not_found', 'This run has no figures.');
  return JSON.parse(text) as ComputedReport;
}

/** Spreadsheets of French readers expect semicolons; the mark tells them that it is UTF-8. */
export function fileDialectOf({ language }: Pick<ReportRun, 'language'>) {
  const delimiter = language === 'fr' ? 'semicolon' : 'comma';
  return { language, csv: { delimiter, hasByteOrderMark: true } } as const;
}
