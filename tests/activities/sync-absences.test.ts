/** Absences from a fake Payfit: halves, types, statuses, what vanishes, what somebody edited, what a closed month holds back. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startSyncSuite, type RunRow, type SyncSuite } from '../support/sync-suite';

jest.setTimeout(120_000);

let suite: SyncSuite;
let contractId: string;
let personId: string;
let odd: number;
beforeAll(async () => {
  suite = await startSyncSuite();
  odd = (await suite.sync(suite.payfit, 'full')).failed;
  const { admin } = suite.database;
  const contract = await admin('provider_records')
    .where({ kind: 'contract' })
    .whereRaw(`fields->>'status' = 'ACTIVE' and fields->>'endDate' is null and entity_id is not null`)
    .orderBy('external_id')
    .first<{ external_id: string; owner_external_id: string }>();
  contractId = contract.external_id;
  const account = await admin('external_accounts')
    .where({ external_user_id: contract.owner_external_id })
    .first<{ person_id: string }>();
  personId = account.person_id;
}, 120_000);
afterAll(() => suite.close());

const rows = () => suite.on.fakes.payfit.rows;
const day = (date: string, moment = 'beginning-of-day') => ({ date, moment });
const leave = (id: string, patch: object = {}) => ({
  id,
  contractId,
  startDate: day('2026-12-07'),
  endDate: day('2026-12-09', 'end-of-day'),
  type: 'fr_rtt',
  status: 'approved',
  ...patch,
});
const absenceOf = async (externalId: string) => {
  const { admin } = suite.database;
  const record = await admin('provider_records')
    .where({ kind: 'absence', external_id: externalId })
    .first<{ entity_id: string | null; vanished_at: Date | null }>();
  if (record.entity_id === null) return { record, absence: undefined };
  const absence = await admin('absences')
    .join('absence_types as t', 't.id', 'absences.type_id')
    .where({ 'absences.id': record.entity_id })
    .first<Record<string, unknown>>('absences.*', 't.key as type', 't.is_time_off');
  return { record, absence };
};
const sync = (): Promise<RunRow> => suite.sync(suite.payfit, 'absences');
const changesOf = async (run: RunRow, externalId: string) =>
  suite.database
    .admin('sync_run_changes')
    .where({ run_id: run.id, external_id: externalId })
    .select<{ action: string; before: unknown; after: Record<string, unknown> | null }[]>('action', 'before', 'after');

test('halves are exact, remote work takes no minutes, a cancelled request that we never had is nothing', async () => {
  rows().add(
    'absence',
    leave('half', { startDate: day('2026-12-07', 'middle-of-day'), endDate: day('2026-12-09', 'middle-of-day') }),
    leave('remote', { type: 'colleague_remote' }),
    leave('never', { status: 'cancelled' }),
    leave('asked', { status: 'pending_approval' }),
  );
  const run = await sync();
  expect(run).toMatchObject({ created: 3, updated: 0, failed: odd, tombstoned: 0 });
  expect((await absenceOf('half')).absence).toMatchObject({
    person_id: personId,
    start_date: '2026-12-07',
    end_date: '2026-12-09',
    starts_at: 'middle_of_day',
    ends_at: 'middle_of_day',
    type: 'fr_rtt',
    status: 'approved',
    source: 'payfit',
    edited_fields: [],
  });
  expect((await absenceOf('remote')).absence).toMatchObject({ type: 'colleague_remote', is_time_off: false });
  expect((await absenceOf('never')).absence).toBeUndefined();
  expect((await absenceOf('asked')).absence).toMatchObject({ status: 'requested' });
  const weeks = await suite.database
    .admin('capacity_weeks')
    .where({ person_id: personId, week_start: '2026-12-07' })
    .first<{ absence_minutes: number[] }>('absence_minutes');
  expect(weeks.absence_minutes.slice(0, 3).every((minutes) => minutes > 0)).toBe(true);
});

test('what changes is changed and what vanishes is taken back, after a second look', async () => {
  rows().change('absence', 'asked', { status: 'approved' });
  rows().remove('absence', 'half');
  const run = await sync();
  expect(run).toMatchObject({ created: 0, updated: 1, tombstoned: 1, failed: odd });
  expect((await absenceOf('asked')).absence).toMatchObject({ status: 'approved' });
  const { record } = await absenceOf('half');
  expect(record.vanished_at).not.toBeNull();
  expect((await changesOf(run, 'half')).map(({ action }) => action)).toEqual(['tombstoned']);
  rows().add('absence', leave('half'));
  expect(await sync()).toMatchObject({ created: 1, tombstoned: 0 });
  expect((await absenceOf('half')).absence).toMatchObject({ deleted_at: null });
});

test('rows that move while they are read are not taken for vanished', async () => {
  suite.on.fakes.payfit.faults.set({ movingRows: true });
  const run = await sync();
  suite.on.fakes.payfit.faults.set({});
  expect(run.tombstoned).toBe(0);
});

test('a field edited by hand stays, and the difference is shown', async () => {
  const { absence } = await absenceOf('asked');
  await suite.database
    .admin('absences')
    .where({ id: String(absence?.['id']) })
    .update({ end_date: '2026-12-08', edited_fields: ['endDate'] });
  rows().change('absence', 'asked', { endDate: day('2026-12-10', 'end-of-day'), startDate: day('2026-12-08') });
  const run = await sync();
  expect((await absenceOf('asked')).absence).toMatchObject({ start_date: '2026-12-08', end_date: '2026-12-08' });
  const changes = await changesOf(run, 'asked');
  expect(changes).toEqual(
    expect.arrayContaining([
      { action: 'updated', before: { startDate: '2026-12-07' }, after: { startDate: '2026-12-08' } },
      { action: 'differs', before: { endDate: '2026-12-08' }, after: { endDate: '2026-12-10' } },
    ]),
  );
});

test('a closed month holds its rows back and no others; open again, they come', async () => {
  const { admin } = suite.database;
  const month = '2026-12-01';
  await admin('periods').insert({
    organization_id: suite.organizationId,
    id: '0198f0a0-0000-7000-8000-000000000001',
    month,
    state: 'closed',
  });
  rows().add('absence', leave('shut', { startDate: day('2026-12-14'), endDate: day('2026-12-15', 'end-of-day') }));
  rows().add('absence', leave('open', { startDate: day('2027-02-01'), endDate: day('2027-02-02', 'end-of-day') }));
  const run = await sync();
  expect(run).toMatchObject({ state: 'completed_with_errors', created: 1, failed: odd + 1, held: 1 });
  expect(run.seen).toBe(run.created + run.updated + run.unchanged + run.failed);
  expect((await absenceOf('shut')).absence).toBeUndefined();
  expect((await changesOf(run, 'shut')).map(({ action }) => action)).toEqual(['held']);
  await admin('periods').where({ month }).update({ state: 'open' });
  expect(await sync()).toMatchObject({ created: 1, failed: odd, held: 0 });
});

test('a type can have another name here, or stay out', async () => {
  const mapping = { fr_mariage: 'wedding', colleague_school: null };
  await suite.database
    .admin('connections')
    .where({ id: suite.payfit })
    .update({ absence_types: JSON.stringify(mapping) });
  rows().add('absence', leave('wed', { type: 'fr_mariage' }), leave('school', { type: 'colleague_school' }));
  rows().add('absence', leave('odd', { type: 'xx_unheard_of' }));
  await sync();
  expect((await absenceOf('wed')).absence).toMatchObject({ type: 'wedding' });
  expect((await absenceOf('school')).absence).toBeUndefined();
  expect((await absenceOf('odd')).absence).toMatchObject({ type: 'xx_unheard_of', is_time_off: true });
});
