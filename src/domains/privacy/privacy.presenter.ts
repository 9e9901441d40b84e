/** Erasures and archives as they are answered. */
import { withRecordFields } from '../../shared/record-fields';
import { erasureWorkflowId } from './erasures.contract';
import type { Erasure, ErasureItem } from './erasures.types';
import type { PersonArchive } from './export-person.command';
import type { RetentionPreview } from './preview-retention.query';

/** A request and how far it is. */
export function presentErasure(erasure: Erasure): object {
  return withRecordFields(erasure, {
    person_id: erasure.personId,
    trigger: erasure.trigger,
    state: erasure.state,
    workflow_id: erasureWorkflowId(erasure.id),
    requested_by: erasure.requestedBy,
    counts: erasure.counts,
    started_at: erasure.startedAt?.toISOString() ?? null,
    finished_at: erasure.finishedAt?.toISOString() ?? null,
    error_code: erasure.errorCode,
  });
}

/** What would happen. */
export function presentPreview(personId: string, items: readonly ErasureItem[]): object {
  return { dry_run: true, person_id: personId, items };
}

/** What a retention would take. */
export function presentRetention({ people, reportRuns }: RetentionPreview): object {
  if (reportRuns === null) return { people, report_runs: null };
  const { total, files, bytes, first } = reportRuns;
  const items = first.map((run) => ({
    id: run.id,
    schedule_id: run.scheduleId,
    run_key: run.runKey,
    finished_at: run.finishedAt.toISOString(),
  }));
  return { people, report_runs: { total, files, bytes, items } };
}

/** The archive; rows as they are stored. */
export function presentArchive({ personId, organizationId, exportedAt, sections }: PersonArchive): object {
  return { person_id: personId, org_id: organizationId, exported_at: exportedAt.toISOString(), sections };
}
