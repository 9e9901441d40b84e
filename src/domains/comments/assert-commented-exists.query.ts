/** The project or task that a comment or a file is about. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertReferences } from '../../platform/references';
import type { CommentedType } from './comments.types';

/** Holds it for share until the transaction ends. @throws DomainError reference_not_found at `/entity_id` */
export async function assertCommentedExists(uow: UnitOfWork, type: CommentedType, id: string): Promise<void> {
  await assertReferences(uow, type === 'project' ? 'projects' : 'tasks', [{ id, pointer: '/entity_id' }]);
}
