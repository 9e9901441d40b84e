/** Files of projects and tasks: judged by content, streamed, kept exactly as long as their record is. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { newId } from '../../src/shared/ids';
import { removeOrphanFiles } from '../../src/domains/attachments/remove-orphan-files.command';
import { startApi, type ApiAnswer, type SignedIn, type TestApi } from '../support/api';
import { buildAttachment, buildTask, eventsOf, upload } from '../support/resources';

const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(200_000)]);
const DAY_MS = 86_400_000;

let api: TestApi;
let task: { entity_type: string; entity_id: string };
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  task = { entity_type: 'task', entity_id: (await buildTask(api.as.owner)).id };
});
afterAll(() => api.close());

const text = (content = 'A plan', name = 'plan.txt'): File => new File([content], name, { type: 'text/plain' });
const pdf = (name = 'plan.pdf'): File => new File([PDF], name, { type: 'application/pdf' });

/** Keys of the organisation's stored files. */
async function stored(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of api.container.fileStore.list(`attachments/${api.organizationId}/`)) keys.push(key);
  return keys.sort();
}

describe('refusals, in order, none of which keeps a file', () => {
  let before: string[];
  beforeEach(async () => {
    before = await stored();
  });
  const expectNothingKept = async (): Promise<void> => {
    expect(await stored()).toEqual(before);
  };

  test('401 without a token, 403 for a viewer before the form is read', async () => {
    expect((await upload(api.anonymous, task, text())).status).toBe(401);
    expect((await upload(api.as.viewer, { nonsense: 1 }, text())).status).toBe(403);
    await expectNothingKept();
  });

  test.each<[string, () => Promise<ApiAnswer>, string]>([
    ['no file', () => upload(api.as.member, task, undefined), '/file'],
    ['an empty file', () => upload(api.as.member, task, text('')), '/file'],
    ['no entity', () => upload(api.as.member, { entity_type: 'task' }, text()), '/entity_id'],
    ['a wrong type', () => upload(api.as.member, { ...task, entity_type: 'team' }, text()), '/entity_type'],
    ['an unknown entity', () => upload(api.as.member, { ...task, entity_id: newId() }, text()), '/entity_id'],
    ['an unknown field', () => upload(api.as.member, { ...task, mood: 'good' }, text()), '/mood'],
    ['a long field', () => upload(api.as.member, { ...task, mood: 'x'.repeat(20_000) }, text()), '/mood'],
  ])('400 for %s names the field', async (_, send, pointer) => {
    const answer = await send();
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
    await expectNothingKept();
  });

  test('400 for a second file, and for one under another name', async () => {
    for (const [name, pointer] of [
      ['file', '/file'],
      ['picture', '/picture'],
    ] as const) {
      const form = new FormData();
      for (const [key, value] of Object.entries(task)) form.append(key, value);
      form.append('file', text());
      form.append(name, text());
      const answer = await api.as.member.send('POST', '/attachments', { form });
      expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
    }
    await expectNothingKept();
  });

  test('400 for a task of another organisation, like an unknown one', async () => {
    const theirs = { entity_type: 'task', entity_id: (await buildTask(api.stranger)).id };
    expect((await upload(api.as.member, theirs, text())).body.code).toBe('reference_not_found');
    await expectNothingKept();
  });

  test('400 for a form that breaks off or has no boundary, 415 for JSON', async () => {
    const { member } = api.as;
    const begun = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf of it';
    const send = (type: string, raw: string) =>
      member.send('POST', '/attachments', { raw, headers: { 'Content-Type': type } });
    expect((await send('multipart/form-data; boundary=x', begun)).body.code).toBe('malformed_body');
    expect((await send('multipart/form-data', begun)).body.code).toBe('malformed_body');
    const json = await member.post('/attachments', task);
    expect([json.status, json.body.code]).toEqual([415, 'unsupported_media_type']);
    await expectNothingKept();
  });

  test.each([
    ['a malformed header', 'Content-Disposition: form-data; name="file"; filename="a\u0000b.txt"\r\n\r\nhi\r\n--x--'],
    ['a header cut in two', 'Content-Disposition: form-data; name="file"; filename="a\nb.txt"\r\n\r\nhi\r\n--x--'],
    [
      'a file under another name that breaks off',
      'Content-Disposition: form-data; name="picture"; filename="a"\r\n\r\nhalf',
    ],
    ['a refused file that breaks off', 'Content-Disposition: form-data; name="file"; filename="a"\r\n\r\nMZ\u0000half'],
  ])('400 for a part with %s, and the process lives on', async (_, part) => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
    const broken = await api.as.member.send('POST', '/attachments', { raw: `--x\r\n${part}`, headers });
    expect([broken.status, broken.body.code]).toEqual([400, 'malformed_body']);
    await expectNothingKept();
    expect((await api.as.member.get('/attachments')).status).toBe(200);
  });

  test('400 for a form that is malformed long before its end', async () => {
    const malformed = 'Content-Disposition: form-data; name="file"; filename="a\u0000b"\r\n\r\n';
    expect(await sendChunked(api.as.member, { malformed, meanwhile: () => api.as.member.get('/attachments') })).toBe(
      400,
    );
    await expectNothingKept();
  });

  test('413 above 25 MiB, whether or not the length was said, and the connection goes on', async () => {
    const large = new File([Buffer.alloc(26_214_401, 'a')], 'large.txt');
    const answer = await upload(api.as.member, task, large);
    expect([answer.status, answer.body.code]).toEqual([413, 'payload_too_large']);
    expect(await sendChunked(api.as.member, { mebibytes: 28 })).toBe(413);
    await expectNothingKept();
  });

  test.each([
    ['a program that says it is text', new File([Buffer.from('7f454c460201', 'hex')], 'a.txt', { type: 'text/plain' })],
    ['a program of no name', new File([Buffer.from('4d5a9000', 'hex')], 'a')],
    ['a page', new File(['<script>alert(1)</script>'], 'a.html', { type: 'text/html' })],
    [
      'a picture that says it is a PDF',
      new File([Buffer.from('89504e470d0a1a0a', 'hex')], 'a.pdf', { type: 'application/pdf' }),
    ],
  ])('415 for %s', async (_, file) => {
    const answer = await upload(api.as.member, task, file);
    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type']);
    await expectNothingKept();
  });

  test('404 of another organisation; 403 for deleting those of others', async () => {
    const theirs = await buildAttachment(api.stranger);
    for (const path of [`/attachments/${theirs.id}`, `/attachments/${theirs.id}/content`]) {
      expect((await api.as.owner.get(path)).status).toBe(404);
    }
    const { id } = await buildAttachment(api.as.owner, task);
    expect((await api.as.member.delete(`/attachments/${id}`)).status).toBe(403);
    expect((await api.as.viewer.delete(`/attachments/${id}`)).status).toBe(403);
  });
});

test('upload, list, get, download, delete', async () => {
  const { member, viewer } = api.as;
  const created = await upload(member, task, pdf('C:\\plans\\Été 2027 €.pdf'));
  expect(created.status).toBe(201);
  const sha256 = createHash('sha256').update(PDF).digest('hex');
  expect(created.body).toMatchObject({
    ...task,
    filename: 'Été 2027 €.pdf',
    content_type: 'application/pdf',
    size_bytes: PDF.length,
    sha256,
    uploaded_by: member.userId,
  });
  const path = `/attachments/${created.body.id}`;
  expect(created.headers.get('Location')).toBe(`/api/v1${path}`);
  expect(await stored()).toContain(created.body['storage_key']);
  expect((await viewer.get(`/attachments?entity_id=${task.entity_id}`)).body.items).toEqual([created.body]);
  const response = await download(viewer, path);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(PDF);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="Été 2027 ?.pdf"; filename*=UTF-8''%C3%89t%C3%A9%202027%20%E2%82%AC.pdf`,
    'x-content-type-options': 'nosniff',
  });
  expect((await member.delete(path)).status).toBe(204);
  expect((await viewer.get(`${path}/content`)).status).toBe(404);
  const events = ['attachment.created', 'attachment.deleted'];
  expect(await eventsOf(api, created.body.id)).toEqual({ audited: events, emitted: events });
});

test('the same key sent again answers the same attachment and keeps one file; another file under it is refused', async () => {
  const before = await stored();
  const send = (file: File): Promise<ApiAnswer> => {
    const form = new FormData();
    for (const [key, value] of Object.entries(task)) form.append(key, value);
    form.append('file', file);
    return api.as.member.send('POST', '/attachments', { form, headers: { 'Idempotency-Key': task.entity_id } });
  };
  const first = await send(text());
  const again = await send(text());
  expect([again.status, again.body.id, again.headers.get('Idempotency-Replayed')]).toEqual([
    201,
    first.body.id,
    'true',
  ]);
  expect((await send(text('Another plan'))).status).toBe(422);
  expect(await stored()).toHaveLength(before.length + 1);
});

test('files without a record are removed after a day, those of deleted attachments after thirty', async () => {
  const { owner } = api.as;
  const kept = await buildAttachment(owner, task);
  const deleted = await buildAttachment(owner, task);
  await owner.delete(`/attachments/${deleted.id}`);
  const orphan = `attachments/${api.organizationId}/${newId()}`;
  await api.container.fileStore.put(orphan, Buffer.from('x'), { mediaType: 'text/plain' });
  const foreign = await buildAttachment(api.stranger);
  const sweep = async (days: number) => removeOrphanFiles(api.container, new Date(Date.now() + days * DAY_MS));
  expect(await sweep(0)).toBe(0);
  await sweep(2);
  expect(await stored()).not.toContain(orphan);
  expect(await stored()).toEqual(expect.arrayContaining([kept['storage_key'], deleted['storage_key']]));
  await sweep(32);
  expect(await stored()).not.toContain(deleted['storage_key']);
  expect(await stored()).toContain(kept['storage_key']);
  expect((await download(api.stranger, `/attachments/${foreign.id}`)).status).toBe(200);
  expect(await sweep(32)).toBe(0);
});

function download(client: SignedIn, path: string): Promise<Response> {
  return fetch(`${api.origin}/api/v1${path}/content`, { headers: { Authorization: authorizationOf(client) } });
}

function authorizationOf(client: SignedIn): string {
  return (client as unknown as { headers: Record<string, string> }).headers['Authorization'] ?? '';
}

/** A form of so many MiB that does not say how long it is, with something done after its first part's header; the status of the answer. */
function sendChunked(
  client: SignedIn,
  form: { mebibytes?: number; malformed?: string; meanwhile?: () => Promise<unknown> },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(
      `${api.origin}/api/v1/attachments`,
      {
        method: 'POST',
        headers: { Authorization: authorizationOf(client), 'Content-Type': 'multipart/form-data; boundary=x' },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sending.on('error', reject);
    const header = 'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
    sending.write(`--x\r\n${form.malformed ?? header}`);
    const goOn = (): void => {
      const piece = Buffer.alloc(1_048_576, 'a');
      for (let sent = 0; sent < (form.mebibytes ?? 0); sent += 1) sending.write(piece);
      sending.end('\r\n--x--\r\n');
    };
    void (form.meanwhile?.() ?? Promise.resolve()).then(goOn, reject);
  });
}
