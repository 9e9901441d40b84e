/** What people say about a project or a task. */
import type { RecordFields } from '../../shared/record-fields';

/** What can be commented on and have files. */
export const commentedTypes = ['project', 'task'] as const;
export type CommentedType = (typeof commentedTypes)[number];

export interface Comment extends RecordFields {
  entityType: CommentedType;
  entityId: string;
  /** The user who wrote it. */
  authorId: string;
  /** The person that user was then; null for an account that is nobody's. */
  authorPersonId: string | null;
  body: string;
}
