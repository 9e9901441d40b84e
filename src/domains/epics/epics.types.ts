/** Epics: the chapters of a project that its tasks are grouped in. */
import type { RecordFields } from '../../shared/record-fields';

export interface Epic extends RecordFields {
  projectId: string;
  name: string;
  /** In the organisation's own words. */
  status: string;
  orderIndex: number;
}
