/** Files in a folder of this machine, or of a volume that all processes share. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '../shared/domain-error';
import { assertKey, assertPrefix, measured } from './file-content';
import type { FileReceipt, FileStore, StoredFile } from './file-store';

/** Where contents are while they arrive; no key can name it. */
const INCOMING = '.incoming';

export class FolderFileStore implements FileStore {
  constructor(private readonly folder: string) {}

  /** The media type is the database's to know: a folder keeps none. */
  async put(key: string, content: Readable | Uint8Array): Promise<FileReceipt> {
    assertKey(key);
    const draft = join(this.folder, INCOMING, randomUUID());
    const target = join(this.folder, key);
    return storing(async () => {
      await mkdir(dirname(draft), { recursive: true });
      try {
        const receipt = await writeDurably(draft, content);
        await mkdir(dirname(target), { recursive: true });
        await rename(draft, target);
        return receipt;
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    });
  }

  async get(key: string): Promise<Readable | undefined> {
    assertKey(key);
    return storing(async () => {
      const file = await unlessMissing(open(join(this.folder, key), 'r'));
      return file?.createReadStream();
    });
  }

  async delete(key: string): Promise<void> {
    assertKey(key);
    await storing(() => rm(join(this.folder, key), { force: true }));
  }

  async *list(prefix: string): AsyncIterable<StoredFile> {
    assertPrefix(prefix);
    const folder = await storing(() => unlessMissing(opendir(join(this.folder, prefix), { recursive: true })));
    if (folder === undefined) return;
    for await (const entry of folder) {
      const path = join(entry.parentPath, entry.name);
      const key = relative(this.folder, path).replaceAll(sep, '/');
      if (!entry.isFile() || key.startsWith('.')) continue;
      const facts = await unlessMissing(stat(path));
      if (facts !== undefined) yield { key, bytes: facts.size, modifiedAt: facts.mtime };
    }
  }
}

/** On the disk before it answers: a row that names the file may be committed next. */
async function writeDurably(path: string, content: Readable | Uint8Array): Promise<FileReceipt> {
  const { chunks, receipt } = measured(content);
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of chunks) await file.write(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
  return receipt();
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A full disk or a folder that is not ours is an outage; what went wrong with the content itself is passed on. */
async function storing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (error instanceof DomainError || syscall === undefined) throw error;
    throw new DomainError('dependency_unavailable', `The file store failed (${String(code)}).`);
  }
}
