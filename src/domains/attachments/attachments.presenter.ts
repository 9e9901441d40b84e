/** A file's record as it is answered. */
import { withRecordFields } from '../../shared/record-fields';
import type { Attachment } from './attachments.types';
import { fileKeyOf } from './file-key.rules';

/** The same for everybody. */
export function presentAttachment(attachment: Attachment): object {
  return withRecordFields(attachment, {
    entity_type: attachment.entityType,
    entity_id: attachment.entityId,
    filename: attachment.filename,
    content_type: attachment.contentType,
    storage_key: fileKeyOf(attachment),
    size_bytes: attachment.sizeBytes,
    sha256: attachment.sha256,
    uploaded_by: attachment.uploadedBy,
  });
}
