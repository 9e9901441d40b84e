/** One attachment by its id. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { AttachmentRepository } from './attachments.repository';
import type { Attachment } from './attachments.types';

/** @throws DomainError not_found */
export async function getAttachment(uow: UnitOfWork, id: string): Promise<Attachment> {
  return new AttachmentRepository(uow.trx, uow.organizationId).get(id);
}
