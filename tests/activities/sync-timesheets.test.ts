/** Time and leave from a fake Gryzzly: users who are somebody, projects by the provider's ids, entries that move and go. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { Factory } from '../support/factories';
import { startSyncSuite, type RunRow, type SyncSuite } from '../support/sync-suite';

jest.setTimeout(120_000);

let suite: SyncSuite;
beforeAll(async () => {
  suite = await startSyncSuite();
  await suite.sync(suite.payfit, 'roster');
  await suite.sync(suite.gryzzly, 'roster');
}, 120_000);
afterAll(() => suite.close());

const rows = () => suite.on.fakes.gryzzly.rows;
const sync = (): Promise<RunRow> => suite.sync(suite.gryzzly, 'timesheets');
const entries = async (): Promise<Record<string, unknown>[]> =>
  suite.database.admin('time_entries').where({ organization_id: suite.organizationId, deleted_at: null });

test('the time of users who are nobody here waits; projects come by the provider’s ids', async () => {
  const run = await sync();
  expect(await entries()).toEqual([]);
  expect(run.waiting).toBeGreaterThan(1_000);
  expect(run.seen).toBe(run.created + run.updated + run.unchanged + run.failed);
  const projects = await suite.database.admin('projects').where({ organization_id: suite.organizationId });
  expect(projects).toHaveLength(rows().all('project').length);
  expect(new Set(projects.map((project: { key: string }) => project.key)).size).toBe(projects.length);
});

test('once a user is somebody, their time comes, with the right project and minutes', async () => {
  const { admin } = suite.database;
  const account = await admin('external_accounts as a')
    .join('person_emails as e', admin.raw(`e.email = a.raw_profile->>'email'`) as never)
    .where({ 'a.provider': 'gryzzly', 'a.active': true })
    .whereIn('a.external_user_id', (query) => {
      void query.from('provider_records').where({ kind: 'declaration' }).select('owner_external_id');
    })
    .orderBy('a.external_user_id')
    .first<{ id: string; external_user_id: string; person_id: string }>('a.id', 'a.external_user_id', 'e.person_id');
  const { id, external_user_id, person_id } = account;
  await admin('external_accounts').where({ id }).update({
    state: 'linked',
    person_id,
    linked_at: new Date(),
    link_method: 'manual',
  });
  await sync();
  const theirs = await admin('provider_records').where({ kind: 'declaration', owner_external_id: external_user_id });
  expect((await entries()).length).toBe(theirs.length);
  const record = theirs[0] as { entity_id: string; fields: { minutes: number; date: string; taskExternalId: string } };
  const entry = await admin('time_entries')
    .join('projects as p', 'p.id', 'time_entries.project_id')
    .where({ 'time_entries.id': record.entity_id })
    .first<Record<string, unknown>>('time_entries.*', 'p.name');
  const task = rows().find('task', record.fields.taskExternalId);
  expect(entry).toMatchObject({
    person_id,
    source: 'gryzzly',
    minutes: record.fields.minutes,
    date: record.fields.date,
    name: rows().find('project', String(task?.['project_id']))?.['name'],
    edited_fields: [],
  });
});

test('an entry that is changed, moved or gone at the provider is so here; the same again writes nothing', async () => {
  const { admin } = suite.database;
  const known = await admin('provider_records')
    .where({ kind: 'declaration' })
    .whereNotNull('entity_id')
    .orderBy('external_id')
    .limit(2)
    .select<{ external_id: string; entity_id: string }[]>('external_id', 'entity_id');
  const [changed, gone] = known;
  if (changed === undefined || gone === undefined) throw new Error('the fake has too few entries');
  rows().change('declaration', changed.external_id, { duration: 2_700 });
  rows().remove('declaration', gone.external_id);
  const run = await sync();
  expect(run).toMatchObject({ created: 0, updated: 1, tombstoned: 1, failed: 0 });
  const rowOf = (id: string) => admin('time_entries').where({ id }).first<Record<string, unknown>>('*');
  expect(await rowOf(changed.entity_id)).toMatchObject({ minutes: 45, deleted_at: null });
  expect((await rowOf(gone.entity_id))['deleted_at']).not.toBeNull();
  const before = await entries();
  expect(await sync()).toMatchObject({ created: 0, updated: 0, tombstoned: 0 });
  expect(await entries()).toEqual(before);
});

test("a project's new name at the provider is in the causes of what is open", async () => {
  const { admin } = suite.database;
  const factory = new Factory(admin);
  const { organizationId: organization_id } = suite;
  const [said] = rows().all('project');
  const project = { kind: 'project', connection_id: suite.gryzzly, external_id: said?.['id'] };
  const { entity_id: project_id } = await admin('provider_records').where(project).first<{ entity_id: string }>();
  const { id: person_id } = await factory.person({ organization_id });
  const days = { start_date: '2026-11-02', end_date: '2026-11-02' };
  const booking = await factory.allocation({ organization_id, person_id, project_id, ...days });
  const causes = ['Former name', 'Another'].map((label, index) => ({
    type: 'allocation',
    id: index === 0 ? booking.id : newId(),
    label,
  }));
  const id = newId();
  await factory.insert('conflicts', {
    ...{ organization_id, id, person_id, kind: 'over_allocation', state: 'open', ...days, over_minutes: 1 },
    days: JSON.stringify([{ date: days.start_date, minutesOver: 1 }]),
    causes: JSON.stringify(causes),
    first_seen_at: new Date(),
  });
  rows().change('project', String(said?.['id']), { name: 'Named anew' });
  await sync();
  const now = await admin('conflicts').where({ id }).first<{ causes: object[]; version: number }>();
  expect(now).toMatchObject({ causes: [{ ...causes[0], label: 'Named anew' }, causes[1]], version: 2 });
});

test('a project entered before under the same code and name is the provider’s; one of only the same code is another', async () => {
  const { admin } = suite.database;
  const { organizationId, gryzzly } = await suite.another();
  const [first, second] = rows()
    .all('project')
    .filter(({ code }) => code !== null);
  const entered = (key: unknown, name: unknown) => ({
    organization_id: organizationId,
    id: newId(),
    key,
    name,
    status: 'paused',
  });
  const same = entered(first?.['code'], String(first?.['name']).toUpperCase());
  const other = entered(second?.['code'], 'Something else');
  await admin('projects').insert([same, other]);
  await suite.sync(gryzzly, 'timesheets');
  const projects = await admin('projects')
    .where({ organization_id: organizationId })
    .select('id', 'key', 'name', 'status');
  expect(projects).toHaveLength(rows().all('project').length + 1);
  expect(projects).toEqual(expect.arrayContaining([{ id: same.id, key: same.key, name: same.name, status: 'paused' }]));
  expect(projects.map(({ key }: { key: string }) => key)).toContain(`${String(other.key)}-2`);
  const become = await admin('provider_records').where({ kind: 'project', entity_id: same.id }).select('external_id');
  expect(become).toEqual([{ external_id: first?.['id'] }]);
  const differs = await admin('sync_run_changes').where({ entity_id: same.id, action: 'differs' });
  expect(differs).toMatchObject([{ before: { status: 'paused' }, after: { status: 'active' } }]);
  const again = await suite.sync(gryzzly, 'timesheets');
  expect([again.created, again.updated]).toEqual([0, 0]);
});
