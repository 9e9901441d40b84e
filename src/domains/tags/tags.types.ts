/** The vocabulary of tags: every tag that a project or task has is in it. */
import type { RecordFields } from '../../shared/record-fields';

export interface Tag extends RecordFields {
  /** Unique in the organisation, as it is written. */
  name: string;
  color: string | null;
}
