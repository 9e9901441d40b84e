import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { startApi, type TestApi } from '../support/api';
import { buildPerson, buildTeam, buildTeamMember, eventsOf, uniqueName } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('teams', () => {
  test('401, 403 by role, 400', async () => {
    expect((await api.anonymous.post('/teams', {})).status).toBe(401);
    expect((await api.as.manager.post('/teams', {})).status).toBe(403);
    const { admin } = api.as;
    expect((await admin.post('/teams', {})).body.errors[0]?.pointer).toBe('/name');
    expect((await admin.post('/teams', { name: 'A', boss: 1 })).body.errors[0]?.pointer).toBe('/boss');
    const foreign = await buildPerson(api.stranger);
    const answer = await admin.post('/teams', { name: 'A', lead_id: foreign.id });
    expect([answer.status, answer.body.code, answer.body.errors[0]?.pointer]).toEqual([
      400,
      'reference_not_found',
      '/lead_id',
    ]);
  });

  test('404 of another organisation', async () => {
    const { id } = await buildTeam(api.stranger);
    const { admin } = api.as;
    expect((await admin.get(`/teams/${id}`)).status).toBe(404);
    expect((await admin.patch(`/teams/${id}`, { name: 'B' })).status).toBe(404);
    expect((await admin.delete(`/teams/${id}`)).status).toBe(404);
  });

  test('409 for a name that exists, 412 for a stale tag', async () => {
    const { id, name } = await buildTeam(api.as.owner);
    const { admin } = api.as;
    expect((await admin.post('/teams', { name })).body.code).toBe('duplicate');
    expect((await admin.patch(`/teams/${id}`, { color: 'red' }, { 'If-Match': '"3"' })).status).toBe(412);
  });

  test('create, change, clear, delete; the name is free again', async () => {
    const { admin, viewer } = api.as;
    const lead = await buildPerson(api.as.owner);
    const name = uniqueName('Team');
    const created = await admin.post('/teams', { name, lead_id: lead.id, color: '#0af' });
    expect([created.status, created.body['lead_id'], created.body['color']]).toEqual([201, lead.id, '#0af']);
    const path = `/teams/${created.body.id}`;
    await admin.delete(`/people/${lead.id}`);
    expect((await admin.patch(path, { name, lead_id: lead.id })).status).toBe(200);
    expect((await admin.patch(path, { lead_id: null })).body['lead_id']).toBeNull();
    expect((await admin.delete(path)).status).toBe(204);
    expect((await viewer.get(path)).status).toBe(404);
    expect((await admin.post('/teams', { name })).status).toBe(201);
  });
});

describe('members', () => {
  test('401, 403 by role, 400', async () => {
    const team = await buildTeam(api.as.owner);
    const path = `/teams/${team.id}/members`;
    expect((await api.anonymous.get(path)).status).toBe(401);
    expect((await api.as.manager.post(path, {})).status).toBe(403);
    const { admin } = api.as;
    const person = await buildPerson(api.as.owner);
    const foreign = await buildPerson(api.stranger);
    const cases: [object, string][] = [
      [{ active_from: '2026-01-01' }, '/person_id'],
      [{ person_id: person.id }, '/active_from'],
      [{ person_id: person.id, active_from: '2026-02-01', active_to: '2026-01-01' }, '/active_to'],
      [{ person_id: foreign.id, active_from: '2026-01-01' }, '/person_id'],
    ];
    for (const [body, pointer] of cases) {
      const answer = await admin.post(path, body);
      expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
    }
    expect((await admin.get(`${path}?on=someday`)).status).toBe(400);
  });

  test('404 for a team or member that is unknown or of another organisation', async () => {
    const { admin } = api.as;
    const theirs = await buildTeamMember(api.stranger);
    const ours = await buildTeam(api.as.owner);
    for (const path of [
      `/teams/${String(theirs['team_id'])}/members/${String(theirs['person_id'])}`,
      `/teams/${ours.id}/members/${String(theirs['person_id'])}`,
      `/teams/${newId()}/members/${newId()}`,
    ]) {
      expect((await admin.patch(path, { role_in_team: 'dev' })).status).toBe(404);
      expect((await admin.delete(path)).status).toBe(404);
    }
    expect((await admin.get(`/teams/${String(theirs['team_id'])}/members`)).status).toBe(404);
  });

  test('409 when two spells of one person in one team overlap, 412 for a stale tag', async () => {
    const { admin } = api.as;
    const { team_id, person_id } = await buildTeamMember(api.as.owner, { active_to: '2026-06-30' });
    const path = `/teams/${String(team_id)}/members`;
    const overlap = await admin.post(path, { person_id, active_from: '2026-06-30' });
    expect([overlap.status, overlap.body.code]).toEqual([409, 'overlapping_span']);
    const stale = await admin.patch(`${path}/${String(person_id)}`, { active_to: null }, { 'If-Match': '"5"' });
    expect(stale.status).toBe(412);
    expect((await admin.delete(`${path}/${String(person_id)}`, { 'If-Match': '"5"' })).status).toBe(412);
  });

  test('several spells: listed on a date, changed and removed by person, the latest unless one is named', async () => {
    const { admin, viewer } = api.as;
    const first = await buildTeamMember(api.as.owner, { active_from: '2026-01-01', active_to: '2026-03-31' });
    const { team_id, person_id } = first;
    const path = `/teams/${String(team_id)}/members`;
    const second = await admin.post(path, {
      person_id,
      active_from: '2026-06-01',
      active_to: null,
      role_in_team: 'dev',
    });
    expect([second.status, second.body['role_in_team']]).toEqual([201, 'dev']);
    const on = async (date: string): Promise<string[]> =>
      (await viewer.get(`${path}?on=${date}`)).body.items.map((member) => member.id);
    expect((await viewer.get(path)).body.total).toBe(2);
    expect(await on('2026-03-31')).toEqual([first.id]);
    expect(await on('2026-04-01')).toEqual([]);
    expect(await on('2030-01-01')).toEqual([second.body.id]);

    const latest = await admin.patch(`${path}/${String(person_id)}`, { active_to: '2026-12-31' });
    expect([latest.status, latest.body.id, latest.headers.get('etag')]).toEqual([200, second.body.id, '"2"']);
    const named = await admin.patch(`${path}/${String(person_id)}?active_from=2026-01-01`, { role_in_team: 'lead' });
    expect([named.body.id, named.body['role_in_team']]).toEqual([first.id, 'lead']);
    expect((await admin.patch(`${path}/${String(person_id)}`, { active_to: '2026-01-01' })).status).toBe(400);

    expect((await admin.delete(`${path}/${String(person_id)}?active_from=2025-01-01`)).status).toBe(404);
    expect((await admin.delete(`${path}/${String(person_id)}`)).status).toBe(204);
    expect((await viewer.get(path)).body.items.map((member) => member.id)).toEqual([first.id]);
    const { audited } = await eventsOf(api, second.body.id);
    expect(audited).toEqual(['team_member.created', 'team_member.updated', 'team_member.deleted']);
  });
});
