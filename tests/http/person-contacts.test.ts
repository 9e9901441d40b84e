/** E-mail addresses and identifiers of people: who may see and write them, and what holds between them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type ApiClient, type TestApi } from '../support/api';
import { buildPerson, buildPersonEmail, buildPersonIdentifier, eventsOf } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const mail = { email: 'ada@example.com', kind: 'corporate' };
const number = { id_type: 'matricule', id_value: '0042' };
const list = async (client: ApiClient, id: string, what: 'emails' | 'identifiers') =>
  (await client.get(`/people/${id}/${what}`)).body.items;

describe('refusals, in order', () => {
  test('401 without a token, 403 for who may not write, whatever the body', async () => {
    const { id } = await buildPerson(api.as.owner);
    for (const path of [`/people/${id}/emails`, `/people/${id}/identifiers`]) {
      expect((await api.anonymous.get(path)).status).toBe(401);
      for (const client of [api.as.viewer, api.as.member, api.as.manager]) {
        expect((await client.post(path, { nonsense: 1 })).status).toBe(403);
      }
    }
  });

  test.each([
    ['emails', { ...mail, email: 'no address' }, '/email'],
    ['emails', { email: mail.email }, '/kind'],
    ['emails', { ...mail, kind: 'private' }, '/kind'],
    ['emails', { ...mail, person_id: newId() }, '/person_id'],
    ['emails', { ...mail, phone: '1' }, '/phone'],
    ['identifiers', { id_type: 'matricule' }, '/id_value'],
    ['identifiers', { ...number, id_value: ' ' }, '/id_value'],
    ['identifiers', { ...number, person_id: newId() }, '/person_id'],
  ])('400 at %s for %j names %s', async (what, body, pointer) => {
    const { id } = await buildPerson(api.as.owner);
    const answer = await api.as.admin.post(`/people/${id}/${what}`, body);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
  });

  test('404 for a person, address or identifier that is unknown, of another organisation or of somebody else', async () => {
    const somebody = await buildPerson(api.as.owner);
    const email = await buildPersonEmail(api.as.owner);
    const theirs = await buildPersonIdentifier(api.stranger);
    const { admin } = api.as;
    expect((await admin.get(`/people/${String(theirs['person_id'])}/identifiers`)).status).toBe(404);
    expect((await admin.post(`/people/${newId()}/emails`, mail)).status).toBe(404);
    expect((await admin.patch(`/people/${somebody.id}/emails/${email.id}`, { verified: true })).status).toBe(404);
    expect((await admin.delete(`/people/${somebody.id}/identifiers/${theirs.id}`)).status).toBe(404);
  });

  test('409 for an address or number that is there; 412 for a stale tag', async () => {
    const { admin } = api.as;
    const email = await buildPersonEmail(api.as.owner);
    const path = `/people/${String(email['person_id'])}/emails`;
    const same = await admin.post(path, { email: String(email['email']).toUpperCase(), kind: 'personal' });
    expect([same.status, same.body.code]).toEqual([409, 'duplicate']);
    expect((await admin.patch(`${path}/${email.id}`, { verified: true }, { 'If-Match': '"7"' })).status).toBe(412);
    const { id_type, id_value } = await buildPersonIdentifier(api.as.owner);
    const other = await buildPerson(api.as.owner);
    const taken = await admin.post(`/people/${other.id}/identifiers`, { id_type, id_value });
    expect([taken.status, taken.body.code]).toEqual([409, 'duplicate']);
    const otherType = await admin.post(`/people/${other.id}/identifiers`, { id_type: 'matricule:SAS', id_value });
    expect(otherType.status).toBe(201);
  });
});

test('create, change, delete: v9 fields, lower case, with audit and events', async () => {
  const { admin } = api.as;
  const { id: person_id } = await buildPerson(api.as.owner);
  const path = `/people/${person_id}/emails`;
  const created = await admin.post(path, { ...mail, person_id, email: ' Ada@Example.COM', source: 'payfit' });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    ...mail,
    person_id,
    is_primary: true,
    verified: false,
    source: 'payfit',
  });
  const changed = await admin.patch(`${path}/${created.body.id}`, { ...created.body, verified: true, source: null });
  expect(changed.body).toMatchObject({ verified: true, source: null, version: 2 });
  expect((await admin.delete(`${path}/${created.body.id}`)).status).toBe(204);
  expect(await list(admin, person_id, 'emails')).toEqual([]);
  const events = ['person_email.created', 'person_email.updated', 'person_email.deleted'];
  expect(await eventsOf(api, created.body.id)).toEqual({ audited: events, emitted: events });
});

test('the first address is the primary one, and a new primary one takes its place', async () => {
  const { admin } = api.as;
  const { id: person_id } = await buildPerson(api.as.owner);
  const primaryOf = async () =>
    (await list(admin, person_id, 'emails')).filter((one) => one['is_primary']).map((one) => one['email']);
  const first = await buildPersonEmail(admin, { person_id, email: 'first@example.com' });
  await buildPersonEmail(admin, { person_id, email: 'second@example.com' });
  expect(await primaryOf()).toEqual(['first@example.com']);
  await buildPersonEmail(admin, { person_id, email: 'third@example.com', is_primary: true });
  expect(await primaryOf()).toEqual(['third@example.com']);
  await admin.patch(`/people/${person_id}/emails/${first.id}`, { is_primary: true });
  expect(await primaryOf()).toEqual(['first@example.com']);
});

test('private addresses and identifiers are seen by admins and the person alone (READINGS H)', async () => {
  const me = api.as.member.personId ?? '';
  const canary = 'canary-1234';
  await buildPersonEmail(api.as.owner, { person_id: me, email: 'work@example.com' });
  await buildPersonEmail(api.as.owner, { person_id: me, email: `${canary}@home.example`, kind: 'personal' });
  await buildPersonEmail(api.as.owner, { person_id: me, email: `${canary}@tool.example`, kind: 'integration' });
  await buildPersonIdentifier(api.as.owner, { person_id: me, id_type: 'social_security', id_value: canary });
  for (const client of [api.as.owner, api.as.admin, api.as.member]) {
    expect(await list(client, me, 'emails')).toHaveLength(3);
    expect(await list(client, me, 'identifiers')).toMatchObject([{ id_value: canary }]);
  }
  for (const client of [api.as.manager, api.as.viewer]) {
    expect((await list(client, me, 'emails')).map((one) => one['email'])).toEqual(['work@example.com']);
    for (const path of ['emails', 'identifiers', 'emails?modified_since=2020-01-01T00:00:00Z', 'emails?page_size=1']) {
      const answer = await client.get(`/people/${me}/${path}`);
      expect([path, answer.status, answer.text.includes(canary)]).toEqual([path, 200, false]);
    }
    expect((await client.get(`/people/${me}/identifiers`)).body).toMatchObject({ items: [], total: 0 });
  }
});
