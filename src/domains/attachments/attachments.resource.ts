/** Attachments as a resource: list, get and delete. Adding one is an upload (`attachments.routes.ts`). */
import type { CrudResource } from '../../http/crud-resource';
import { assertMayDelete } from './attachments.policy';
import { presentAttachment } from './attachments.presenter';
import { AttachmentRepository } from './attachments.repository';
import { attachmentAnswer, attachmentFilter, newAttachment, type AttachmentFilter } from './attachments.schema';
import type { Attachment } from './attachments.types';

export const attachmentsResource: CrudResource<Attachment> = {
  path: '/attachments',
  tag: 'Attachments',
  noun: 'attachment',
  permissions: { read: 'attachment.read', write: 'attachment.write' },
  operations: ['list', 'get', 'delete'],
  listQuery: attachmentFilter,
  filter: (rows, { query }) => {
    const { entity_type, entity_id } = query as AttachmentFilter;
    if (entity_type !== undefined) rows.where('entity_type', entity_type);
    if (entity_id !== undefined) rows.where('entity_id', entity_id);
  },
  create: newAttachment,
  update: newAttachment.partial(),
  answer: attachmentAnswer,
  repository: (uow) => new AttachmentRepository(uow.trx, uow.organizationId),
  toRecord: () => Promise.reject(new Error('an attachment is uploaded, and stays as it is')),
  mayWrite: (uow, { before }) => {
    if (before !== null) assertMayDelete(uow.actor, before.uploadedBy);
    return Promise.resolve();
  },
  present: presentAttachment,
};
