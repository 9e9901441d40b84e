/** Comments, in the order they were written. Lists of one project or task use comments_of_entity. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Comment } from './comments.types';

class CommentModel extends RecordModel {
  static override tableName = 'comments';
}

export class CommentRepository extends RecordRepository<Comment> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: CommentModel, noun: 'comment' });
  }
}
