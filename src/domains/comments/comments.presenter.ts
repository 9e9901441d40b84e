/** A comment as it is answered. */
import { withRecordFields } from '../../shared/record-fields';
import type { Comment } from './comments.types';

/** The same for everybody. */
export function presentComment(comment: Comment): object {
  return withRecordFields(comment, {
    entity_type: comment.entityType,
    entity_id: comment.entityId,
    author_id: comment.authorId,
    author_person_id: comment.authorPersonId,
    body: comment.body,
  });
}
