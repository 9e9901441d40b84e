/** What makes retries and lost updates harmless: `Idempotency-Key`, `If-Match`, `If-None-Match`, read-change-write. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app';
import { newId } from '../../src/shared/ids';
import { ApiClient, startApi, type ApiAnswer, type TestApi } from '../support/api';
import { buildAllocation, buildPerson, eventsOf } from '../support/resources';

let api: TestApi;
let personId: string;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  personId = (await buildPerson(api.as.owner)).id;
});
afterAll(() => api.close());

const keyed = (key: string = newId()): { 'Idempotency-Key': string } => ({ 'Idempotency-Key': key });

function booking(fields: object = {}): Record<string, unknown> {
  return { person_id: personId, start_date: '2026-11-23', end_date: '2026-11-27', percent: 50, ...fields };
}

async function bookedCount(): Promise<number> {
  return (await api.as.viewer.get(`/allocations?person_id=${personId}`)).body.total;
}

function outcome(answer: ApiAnswer): [number, string] {
  return [answer.status, answer.body.code];
}

describe('Idempotency-Key', () => {
  test('the same request again gets the same answer and has no second effect', async () => {
    const { manager, owner } = api.as;
    expect((await manager.post('/allocations', booking())).status).toBe(403);
    const headers = keyed();
    const first = await owner.post('/allocations', booking(), headers);
    const again = await owner.post('/allocations', booking(), headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    for (const name of ['location', 'etag']) expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect(again.headers.get('location')).toBe(`/api/v1/allocations/${first.body.id}`);
    expect(await bookedCount()).toBe(1);
    const written = ['allocation.created'];
    expect(await eventsOf(api, first.body.id)).toEqual({ audited: written, emitted: written });
  });

  test('committed, and the answer lost with the process: the next process answers what was stored', async () => {
    const headers = keyed();
    const handle = createApp(api.container).callback();
    const dying = createServer((request, response) => {
      // All that leaves a handler is cut off here, as when the process ends between commit and answer.
      response.writeHead = () => response.destroy();
      void handle(request, response);
    });
    await once(dying.listen(0, '127.0.0.1'), 'listening');
    const origin = `http://127.0.0.1:${String((dying.address() as AddressInfo).port)}`;
    await expect(
      new ApiClient(origin, api.as.owner.headers).post('/allocations', booking(), headers),
    ).rejects.toThrow();
    dying.close();
    expect(await bookedCount()).toBe(1);
    const again = await api.as.owner.post('/allocations', booking(), headers);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect((await api.as.viewer.get(`/allocations/${again.body.id}`)).body).toMatchObject({ person_id: personId });
    expect(await bookedCount()).toBe(1);
  });

  test('two at once have one effect', async () => {
    const headers = keyed();
    const answers = await Promise.all([1, 2, 3].map(() => api.as.owner.post('/allocations', booking(), headers)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ headers: answered }) => answered.has('idempotency-replayed'))).toHaveLength(2);
    expect(await bookedCount()).toBe(1);
  });

  test('422 for another body or another address under the same key', async () => {
    const headers = keyed();
    const { owner } = api.as;
    await owner.post('/allocations', booking(), headers);
    const others = [
      await owner.post('/allocations', booking({ percent: 51 }), headers),
      await owner.post('/allocations?on_conflict=report', booking(), headers),
      await owner.post('/people', { full_name: 'A' }, headers),
    ];
    for (const other of others) expect(outcome(other)).toEqual([422, 'idempotency_key_reused']);
    expect(await bookedCount()).toBe(1);
  });

  test('a refused request does not use the key up', async () => {
    const headers = keyed();
    const { owner } = api.as;
    expect((await owner.post('/allocations', booking({ person_id: newId() }), headers)).status).toBe(400);
    expect((await owner.post('/allocations', booking({ percent: 900 }), headers)).status).toBe(400);
    const rejected = await owner.post('/allocations?on_conflict=reject', booking({ percent: 150 }), headers);
    expect(outcome(rejected)).toEqual([409, 'planning_conflict']);
    expect((await owner.post('/allocations', booking(), headers)).status).toBe(201);
    expect(await bookedCount()).toBe(1);
  });

  test('a dry run does not use the key up either', async () => {
    const headers = keyed();
    const { owner } = api.as;
    expect((await owner.post('/allocations?dry_run=true', booking(), headers)).status).toBe(200);
    expect((await owner.post('/allocations', booking(), headers)).status).toBe(201);
  });

  test('a key belongs to one user of one organisation', async () => {
    const headers = keyed();
    const one = await api.as.owner.post('/allocations', booking(), headers);
    const two = await api.as.admin.post('/allocations', booking(), headers);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body.id).not.toBe(one.body.id);
    const foreign = await api.stranger.post('/people', { full_name: 'A' }, headers);
    expect(foreign.status).toBe(201);
  });

  test('many at once under one key are one effect too', async () => {
    const headers = keyed();
    const body = [booking(), booking({ start_date: '2026-11-30', end_date: '2026-11-30' })];
    const first = await api.as.owner.post('/allocations', body, headers);
    const again = await api.as.owner.post('/allocations', body, headers);
    expect(again.body).toEqual(first.body);
    expect(await bookedCount()).toBe(2);
  });

  test('400 for a key of more than 255 characters', async () => {
    const answer = await api.as.owner.post('/allocations', booking(), keyed('k'.repeat(256)));
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, '/header/Idempotency-Key']);
    expect((await api.as.owner.post('/allocations', booking(), keyed('k'.repeat(255)))).status).toBe(201);
  });
});

describe('If-Match', () => {
  test.each(['"2"', '"0"', 'W/"1"', '1', 'nonsense'])('412 for %s, and nothing changes', async (tag) => {
    const { id } = await buildAllocation(api.as.owner, booking());
    const path = `/allocations/${id}`;
    const changed = await api.as.owner.patch(path, { percent: 60 }, { 'If-Match': tag });
    const deleted = await api.as.owner.delete(path, { 'If-Match': tag });
    expect(outcome(changed)).toEqual([412, 'stale_version']);
    expect(outcome(deleted)).toEqual([412, 'stale_version']);
    expect(changed.body['current_version']).toBe(1);
    expect((await api.as.viewer.get(path)).body).toMatchObject({ version: 1, percent: 50 });
  });

  test.each(['"1"', '*', '"7", "1"'])('%s goes through', async (tag) => {
    const { id } = await buildAllocation(api.as.owner, booking());
    const answer = await api.as.owner.patch(`/allocations/${id}`, { percent: 60 }, { 'If-Match': tag });
    expect([answer.status, answer.body.version, answer.headers.get('etag')]).toEqual([200, 2, '"2"']);
  });

  test('of two writers who read the same version one is told so', async () => {
    const { id } = await buildAllocation(api.as.owner, booking());
    const write = (percent: number): Promise<ApiAnswer> =>
      api.as.owner.patch(`/allocations/${id}`, { percent }, { 'If-Match': '"1"' });
    const answers = await Promise.all([write(10), write(20)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await api.as.viewer.get(`/allocations/${id}`)).body.version).toBe(2);
  });
});

test('If-None-Match: 304 without a body while the version is known, 200 after a change', async () => {
  const { owner, viewer } = api.as;
  const { id } = await buildAllocation(owner, booking());
  const path = `/allocations/${id}`;
  for (const tag of ['"1"', 'W/"1"', '*', '"9", "1"']) {
    const answer = await viewer.get(path, { 'If-None-Match': tag });
    expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([304, '', '"1"']);
  }
  await owner.patch(path, { percent: 60 });
  expect((await viewer.get(path, { 'If-None-Match': '"1"' })).status).toBe(200);
});

describe('bodies and queries', () => {
  test('read-change-write: fields that only answers carry are ignored', async () => {
    const { owner } = api.as;
    const created = await buildAllocation(owner, booking());
    const path = `/allocations/${created.id}`;
    const read = (await owner.get(path)).body;
    const changed = await owner.patch(path, { ...read, notes: 'longer' }, { 'If-Match': '"1"' });
    expect([changed.status, changed.body.version]).toEqual([200, 2]);
    expect(changed.body).toMatchObject({ ...read, version: 2, notes: 'longer', updated_at: expect.any(String) });

    const forged = { ...created, id: newId(), org_id: newId(), version: 40, created_at: 'never' };
    const answer = await owner.patch(path, forged);
    expect(answer.body).toMatchObject({ id: created.id, org_id: api.organizationId, version: 3 });
    expect(answer.body['created_at']).toBe(read['created_at']);
  });

  test('a load changes its unit when the old one is cleared', async () => {
    const { owner } = api.as;
    const { id } = await buildAllocation(owner, booking());
    const read = (await owner.get(`/allocations/${id}`)).body;
    const answer = await owner.patch(`/allocations/${id}`, {
      ...read,
      percent: null,
      basis: null,
      hours_per_week: 17.5,
    });
    expect([answer.status, answer.body['percent'], answer.body['hours_per_week']]).toEqual([200, null, 17.5]);
  });

  test.each<[string, (body: object) => unknown, string]>([
    ['one', (body) => ({ ...body, colour: 'red' }), '/colour'],
    ['one of several', (body) => [body, { ...body, colour: 'red' }], '/1/colour'],
    ['a name with a slash', (body) => ({ ...body, 'a/b~c': 1 }), '/a~1b~0c'],
  ])('400 names an unknown field: %s', async (_, bodyOf, pointer) => {
    const answer = await api.as.owner.post('/allocations', bodyOf(booking()));
    expect(outcome(answer)).toEqual([400, 'validation_failed']);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer, code: 'unknown_field' })]);
    expect(await bookedCount()).toBe(0);
  });

  test.each([
    ['colour=red', '/query/colour'],
    ['page_size=2&page_size=3', '/query/page_size'],
    ['page_size=101', '/query/page_size'],
    ['cursor=nonsense', '/query/cursor'],
    ['from=2026-02-29', '/query/from'],
    ['modified_since=yesterday', '/query/modified_since'],
  ])('400 names a bad query parameter: %s', async (query, pointer) => {
    const answer = await api.as.viewer.get(`/allocations?${query}`);
    expect([answer.status, answer.body.errors.map((error) => error.pointer)]).toEqual([400, [pointer]]);
  });

  test('400 names an unknown query parameter of a write', async () => {
    const answer = await api.as.owner.post('/allocations?dryrun=true', booking());
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, '/query/dryrun']);
    expect(answer.body.errors[0]?.message).toMatch(/^dryrun is not known here; known are (\w+, )*dry_run(, \w+)*$/);
    expect(await bookedCount()).toBe(0);
  });
});
