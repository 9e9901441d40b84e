/** Files of projects and tasks: upload, list, download, delete. */
import type { Readable } from 'node:stream';
import { crudRoutes } from '../../http/crud-routes';
import { defineRoute, defineUploadRoute, type Route } from '../../http/route';
import { idParams } from '../../http/schemas';
import type { FileStore } from '../../platform/file-store';
import { locatedAt } from '../../shared/api-path';
import { DomainError } from '../../shared/domain-error';
import { attachFile } from './attach-file.command';
import { presentAttachment } from './attachments.presenter';
import { attachmentsResource } from './attachments.resource';
import { attachmentAnswer, MAX_FILE_BYTES, newAttachment } from './attachments.schema';
import { attachmentTypes } from './file-content.rules';
import type { KeptFile } from './attachments.types';
import { fileKeyOf } from './file-key.rules';
import { getAttachment } from './get-attachment.query';
import { keepFile } from './keep-file.command';

/** The routes of this domain. */
export function attachmentRoutes({ fileStore }: { fileStore: FileStore }): Route[] {
  return [...crudRoutes(attachmentsResource), uploadRoute(fileStore), downloadRoute(fileStore)];
}

function uploadRoute(fileStore: FileStore): Route {
  return defineUploadRoute({
    method: 'POST',
    path: '/attachments',
    tag: 'Attachments',
    summary: 'Attach a file of at most 25 MiB to a project or task',
    permission: 'attachment.write',
    request: { body: newAttachment },
    response: { 201: attachmentAnswer },
    audit: 'written:attachment.created',
    upload: {
      maxBytes: MAX_FILE_BYTES,
      keep: (file, organizationId): Promise<KeptFile> => keepFile(fileStore, file, organizationId),
      discard: (kept) => fileStore.delete(fileKeyOf(kept)),
    },
    handle: async (uow, { body }, kept) => {
      const attachment = await attachFile(uow, { type: body.entity_type, id: body.entity_id }, kept);
      return {
        status: 201,
        body: presentAttachment(attachment),
        version: attachment.version,
        headers: locatedAt(`/attachments/${attachment.id}`),
      };
    },
  });
}

function downloadRoute(fileStore: FileStore): Route {
  return defineRoute({
    method: 'GET',
    path: '/attachments/{id}/content',
    tag: 'Attachments',
    summary: 'Download the file',
    permission: 'attachment.read',
    request: { params: idParams },
    response: { 200: null },
    files: attachmentTypes,
    audit: 'none:read',
    handle: async (uow, { params }) => {
      const attachment = await getAttachment(uow, params.id);
      const { filename, contentType } = attachment;
      const bytes = (): Promise<Readable> => openStored(fileStore, fileKeyOf(attachment));
      return { status: 200, file: { name: filename, mediaType: contentType, isInline: false, bytes } };
    },
  });
}

async function openStored(fileStore: FileStore, key: string): Promise<Readable> {
  const stream = await fileStore.get(key);
  if (stream === undefined) throw new DomainError('not_found', 'The file is no longer there.');
  return stream;
}
