import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { readStoredFile, type FileStore, type StoredFile } from '../../../src/platform/file-store';
import { openFileStore } from '../../../src/platform/open-file-store';
import { startS3Server, type S3Server } from '../../support/s3-server';

const home = mkdtempSync(join(tmpdir(), 'file-store-'));
let s3: S3Server;

beforeAll(async () => {
  s3 = await startS3Server();
});

afterEach(() => {
  s3.failWith = undefined;
  s3.pageSize = 1_000;
});

afterAll(async () => {
  rmSync(home, { recursive: true });
  await s3.close();
});

const stores: [string, () => FileStore][] = [
  ['the home folder', () => openFileStore({ filesUrl: undefined, home })],
  ['a folder', () => openFileStore({ filesUrl: pathToFileURL(join(home, 'a folder')).href, home })],
  ['a bucket', () => openFileStore({ filesUrl: s3.url(), home })],
];

const text = { mediaType: 'text/plain' };

describe.each(stores)('%s', (_name, open) => {
  test('gives back what was put, as bytes or as a stream, and says its digest and size', async () => {
    const store = open();
    const content = randomBytes(100_000);
    const receipt = { sha256: createHash('sha256').update(content).digest('hex'), bytes: 100_000 };
    expect(await store.put('put/bytes', content, text)).toEqual(receipt);
    expect(await store.put('put/stream', Readable.from([content.subarray(0, 7), content.subarray(7)]), text)).toEqual(
      receipt,
    );
    expect(await readStoredFile(store, 'put/bytes')).toEqual(content);
    expect(await readStoredFile(store, 'put/stream')).toEqual(content);
  });

  test('keeps an empty file, and a large one that comes as a stream', async () => {
    const store = open();
    await store.put('sizes/empty', Readable.from([]), text);
    expect(await readStoredFile(store, 'sizes/empty')).toHaveLength(0);
    const piece = randomBytes(1_000_000);
    const large = Array.from({ length: 20 }, () => piece);
    const { sha256, bytes } = await store.put('sizes/large', Readable.from(large), text);
    expect(bytes).toBe(20_000_000);
    const back = await readStoredFile(store, 'sizes/large');
    expect(createHash('sha256').update(back).digest('hex')).toBe(sha256);
  });

  test('puts anew in place of what was there', async () => {
    const store = open();
    await store.put('again', Buffer.from('first'), text);
    await store.put('again', Buffer.from('second'), text);
    expect(String(await readStoredFile(store, 'again'))).toBe('second');
  });

  test('leaves what was there when the new content breaks off', async () => {
    const store = open();
    await store.put('broken', Buffer.from('whole'), text);
    const piece = randomBytes(1_000_000);
    const breaking = Readable.from(
      (function* (): Generator<Buffer> {
        for (let index = 0; index < 12; index += 1) yield piece;
        throw new Error('the client went away');
      })(),
    );
    await expect(store.put('broken', breaking, text)).rejects.toThrow('the client went away');
    expect(String(await readStoredFile(store, 'broken'))).toBe('whole');
    expect(s3.uploads.size).toBe(0);
  });

  test('has nothing under an unknown key, and deletes it all the same', async () => {
    const store = open();
    expect(await store.get('un/known')).toBeUndefined();
    await expect(readStoredFile(store, 'un/known')).rejects.toMatchObject({ code: 'not_found' });
    await store.delete('un/known');
    await store.put('known', Buffer.from('x'), text);
    await store.delete('known');
    expect(await store.get('known')).toBeUndefined();
  });

  test('lists what is below a prefix, over several pages', async () => {
    const store = open();
    s3.pageSize = 2;
    const keys = ['list/a/1', 'list/a/2', 'list/a/b/3', 'list/a/b/4', 'list/a/b/5'];
    for (const key of [...keys, 'list/ab']) await store.put(key, Buffer.from(key), text);
    const found = await listed(store, 'list/a/');
    expect(found.map((file) => file.key).sort()).toEqual(keys);
    expect(found.find((file) => file.key === 'list/a/1')).toMatchObject({ bytes: 8 });
    expect(found.every((file) => file.modifiedAt.getTime() > 0)).toBe(true);
    expect(await listed(store, 'nothing/')).toEqual([]);
  });

  test.each(['', '/etc/passwd', '../out', 'a/../b', 'a//b', 'a/', '.incoming/x', 'a/.b', 'a\\b', 'a\u0000', 'é'])(
    'takes no key %j',
    async (key) => {
      const store = open();
      await expect(store.put(key, Buffer.from('x'), text)).rejects.toThrow('not a key');
      await expect(store.get(key)).rejects.toThrow('not a key');
      await expect(store.delete(key)).rejects.toThrow('not a key');
    },
  );
});

describe('a folder', () => {
  test('keeps nothing half written, and shows files to its owner alone', async () => {
    const folder = join(home, 'private');
    const store = openFileStore({ filesUrl: pathToFileURL(folder).href, home });
    await store.put('one/file', Buffer.from('x'), text);
    expect(readdirSync(join(folder, '.incoming'))).toEqual([]);
    expect(statSync(join(folder, 'one', 'file')).mode & 0o077).toBe(0);
    expect(await listed(store, '')).toHaveLength(1);
  });

  test('that cannot be written is an outage, not a mistake of the caller', async () => {
    const path = join(home, 'a-file');
    writeFileSync(path, '');
    const store = openFileStore({ filesUrl: pathToFileURL(path).href, home });
    await expect(store.put('x', Buffer.from('x'), text)).rejects.toMatchObject({ code: 'dependency_unavailable' });
  });
});

describe('a bucket', () => {
  test('takes a small file in one request with its media type, a large one in parts', async () => {
    const store = openFileStore({ filesUrl: s3.url(), home });
    s3.requests.length = 0;
    await store.put('small', Readable.from([Buffer.from('x')]), text);
    expect(s3.requests).toEqual(['PUT ']);
    expect(s3.objects.get('small')?.type).toBe('text/plain');
    await store.put('large', Readable.from([randomBytes(9_000_000)]), text);
    expect(s3.requests.filter((request) => request.startsWith('PUT ?partNumber'))).toHaveLength(2);
  });

  test('refuses a wrong secret, which is told without the secret', async () => {
    const store = openFileStore({ filesUrl: s3.url('wrong-secret'), home });
    const refusal = expect.objectContaining({
      code: 'dependency_unavailable',
      message: expect.not.stringContaining('wrong-secret'),
    });
    await expect(store.put('x', Buffer.from('x'), text)).rejects.toEqual(refusal);
    await expect(store.get('x')).rejects.toEqual(refusal);
  });

  test('that fails or is not there is an outage', async () => {
    s3.failWith = 500;
    const failing = openFileStore({ filesUrl: s3.url(), home });
    await expect(failing.get('x')).rejects.toMatchObject({ code: 'dependency_unavailable' });
    await expect(failing.delete('x')).rejects.toMatchObject({ code: 'dependency_unavailable' });
    await expect(listed(failing, '')).rejects.toMatchObject({ code: 'dependency_unavailable' });
    const away = openFileStore({ filesUrl: 's3+http://key:secret@127.0.0.1:1/bucket', home });
    await expect(away.put('x', Buffer.from('x'), text)).rejects.toMatchObject({ code: 'dependency_unavailable' });
  });
});

async function listed(store: FileStore, prefix: string): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for await (const file of store.list(prefix)) files.push(file);
  return files;
}
