/** Comments as a resource. They stay when their project or task is deleted, and are there again when it comes back. */
import type { CrudResource } from '../../http/crud-resource';
import { DomainError } from '../../shared/domain-error';
import { listPeopleLed } from '../teams/list-people-led.query';
import { assertCommentedExists } from './assert-commented-exists.query';
import { assertMayChange } from './comments.policy';
import { presentComment } from './comments.presenter';
import { CommentRepository } from './comments.repository';
import {
  changedComment,
  commentAnswer,
  commentFilter,
  newComment,
  type CommentBody,
  type CommentFilter,
} from './comments.schema';
import type { Comment } from './comments.types';

export const commentsResource: CrudResource<Comment> = {
  path: '/comments',
  tag: 'Comments',
  noun: 'comment',
  permissions: { read: 'comment.read', write: 'comment.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  listQuery: commentFilter,
  filter: (rows, { query }) => {
    const { entity_type, entity_id, author_id } = query as CommentFilter;
    if (entity_type !== undefined) rows.where('entity_type', entity_type);
    if (entity_id !== undefined) rows.where('entity_id', entity_id);
    if (author_id !== undefined) rows.where('author_id', author_id);
  },
  create: newComment,
  update: changedComment,
  answer: commentAnswer,
  repository: (uow) => new CommentRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, sent, { before }) => {
    if (before !== null) return { ...before, body: (sent as Partial<CommentBody>).body ?? before.body };
    const { entity_type, entity_id, body } = sent as CommentBody;
    await assertCommentedExists(uow, entity_type, entity_id);
    const { userId, personId } = uow.actor;
    if (userId === null) throw new DomainError('forbidden', 'Only a user comments.');
    return { entityType: entity_type, entityId: entity_id, authorId: userId, authorPersonId: personId, body };
  },
  mayWrite: async (uow, { before }) => {
    if (before !== null) assertMayChange(uow.actor, before, await listPeopleLed(uow));
  },
  present: presentComment,
};
