/** Files of a project or a task. */
import type { RecordFields } from '../../shared/record-fields';
import type { CommentedType } from '../comments/comments.types';

export interface Attachment extends RecordFields {
  entityType: CommentedType;
  entityId: string;
  /** As it is offered for download: no path, no control characters. */
  filename: string;
  /** What the content is, not what was claimed. */
  contentType: string;
  sizeBytes: number;
  sha256: string;
  uploadedBy: string;
}

/** A file in the file store that has no record yet. */
export interface KeptFile {
  /** Of the record it will have. */
  id: string;
  organizationId: string;
  filename: string;
  contentType: string;
  sha256: string;
  bytes: number;
}
