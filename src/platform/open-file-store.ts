/** Which file store it is. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileStore } from './file-store';
import { FolderFileStore } from './folder-file-store';
import { S3FileStore } from './s3-file-store';

/** The store that `FILES_URL` names; without one, the folder `files` of the home folder. Opens no connection. */
export function openFileStore(config: { filesUrl: string | undefined; home: string }): FileStore {
  if (config.filesUrl === undefined) return new FolderFileStore(join(config.home, 'files'));
  const url = new URL(config.filesUrl);
  return url.protocol === 'file:' ? new FolderFileStore(fileURLToPath(url)) : new S3FileStore(url);
}
