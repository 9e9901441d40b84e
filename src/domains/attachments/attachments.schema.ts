/** Shapes of attachments (v9). */
import { z } from 'zod';
import { recordFields, uuid } from '../../http/schemas';
import { entityFields, entityFilter, type EntityFilter } from '../comments/comments.schema';

/** Largest file: 25 MiB. */
export const MAX_FILE_BYTES = 26_214_400;

/** The fields of the form beside the file. */
export const newAttachment = z.strictObject(entityFields);

export const attachmentAnswer = z
  .strictObject({
    ...recordFields,
    ...entityFields,
    filename: z.string(),
    content_type: z.string().describe('Judged by the content, whatever was sent.'),
    storage_key: z.string().describe('Where the file store keeps it; `/attachments/{id}/content` has it.'),
    size_bytes: z.int(),
    sha256: z.string().describe('Of the content, in hexadecimal.'),
    uploaded_by: uuid.describe('A user.'),
  })
  .meta({ id: 'Attachment' });

export const attachmentFilter = entityFilter;
export type AttachmentFilter = EntityFilter;
