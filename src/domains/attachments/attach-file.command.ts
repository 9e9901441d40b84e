/** Makes a kept file an attachment of a project or task. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { assertCommentedExists } from '../comments/assert-commented-exists.query';
import type { CommentedType } from '../comments/comments.types';
import { AttachmentRepository } from './attachments.repository';
import type { Attachment, KeptFile } from './attachments.types';

/** @throws DomainError reference_not_found, forbidden */
export async function attachFile(
  uow: UnitOfWork,
  entity: { type: CommentedType; id: string },
  file: KeptFile,
): Promise<Attachment> {
  await assertCommentedExists(uow, entity.type, entity.id);
  const { userId } = uow.actor;
  if (userId === null) throw new DomainError('forbidden', 'Only a user uploads files.');
  const attachment = await new AttachmentRepository(uow.trx, uow.organizationId).insert({
    id: file.id,
    entityType: entity.type,
    entityId: entity.id,
    filename: file.filename,
    contentType: file.contentType,
    sizeBytes: file.bytes,
    sha256: file.sha256,
    uploadedBy: userId,
  });
  const facts = { entityType: 'attachment', entityId: attachment.id };
  uow.audit({ event: 'attachment.created', ...facts, before: null, after: attachment });
  uow.emit({ type: 'attachment.created', ...facts, version: attachment.version });
  return attachment;
}
