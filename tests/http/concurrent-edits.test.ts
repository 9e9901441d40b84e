/**
 * Several writers at once, beside a recompute that drains: afterwards a full recompute changes neither a week nor a conflict.
 * `RANDOM_EDITS=10000 npx jest tests/http/concurrent-edits.test.ts` is the long drill.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auditLedger } from '../../src/domains/capacity/audit-ledger.command';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import { startApi, type TestApi } from '../support/api';
import { Editor, randomOf } from '../support/random-edits';

const EDITS = Number(process.env['RANDOM_EDITS'] ?? 240);
const WRITERS = 6;
const PEOPLE = 5;

let api: TestApi;
let world: { people: string[]; calendarId: string; start: string };

beforeAll(async () => {
  api = await startApi();
  const organization_id = api.organizationId;
  const calendarId = (await api.factory.calendar({ organization_id })).id;
  world = { people: [], calendarId, start: '2027-02-01' };
  for (let index = 0; index < PEOPLE; index += 1) {
    const person = await api.factory.person({ organization_id });
    world.people.push(person.id);
    // The last ones join the calendar while its holidays change.
    if (index < PEOPLE - 2)
      await api.factory.personCalendar({ organization_id, person_id: person.id, calendar_id: calendarId });
  }
});
afterAll(() => api.close());

/** Writes one edit after the other; answers how often each status came back. */
async function write(writer: number): Promise<Map<number, number>> {
  const editor = new Editor(randomOf(1_000 + writer), world);
  const statuses = new Map<number, number>();
  for (let count = 0; count < EDITS / WRITERS; count += 1) {
    const edit = editor.next();
    const answer = await api.as.admin.send(edit.method, edit.path, edit.body === undefined ? {} : { body: edit.body });
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status === 201) editor.remember(edit, answer.body.id);
  }
  return statuses;
}

/** Two people join the calendar and leave it again, over and over; the last stays. */
async function joinAndLeave(isOver: () => boolean): Promise<void> {
  const joining = world.people.slice(-2);
  for (let turn = 0; !isOver(); turn += 1) {
    const path = `/people/${joining[turn % 2] ?? ''}/calendars`;
    const body = { calendar_id: world.calendarId, starts_on: '2027-01-01', ends_on: '2027-12-31' };
    const joined = await api.as.admin.post(path, body);
    expect(joined.status).toBe(201);
    if (!isOver()) expect((await api.as.admin.delete(`${path}/${joined.body.id}`)).status).toBe(204);
  }
}

async function drainAll(): Promise<number> {
  let changed = 0;
  for (;;) {
    const batch = await drainDirtyRanges(api.container, api.organizationId, { maxPeople: 2 });
    changed += batch.changedWeeks;
    if (batch.remainingPeople === 0) return changed;
  }
}

async function conflictsNow(): Promise<object[]> {
  return api.database
    .admin('conflicts')
    .where({ organization_id: api.organizationId })
    .whereNot({ state: 'resolved' })
    .orderBy('id')
    .select<object[]>('id', 'kind', 'state', 'person_id', 'days', 'causes', 'version');
}

test(
  `${String(EDITS)} edits by ${String(WRITERS)} writers at once leave what a full recompute gives`,
  async () => {
    let over = false;
    const isOver = (): boolean => over;
    const beside = [joinAndLeave(isOver), drainUntil(isOver)];
    const all = await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    over = true;
    await Promise.all(beside);
    const statuses = new Set(all.flatMap((counts) => [...counts.keys()]));
    for (const status of statuses) expect([200, 201, 204, 400, 404, 409]).toContain(status);
    const made = all.reduce((sum, counts) => sum + (counts.get(201) ?? 0), 0);
    expect(made).toBeGreaterThan(EDITS / 4);

    await drainAll();
    const audit = await auditLedger(api.container, api.organizationId, { sampleShare: 1, seed: 'all' });
    expect(audit.differences).toBe(0);
    const conflicts = await conflictsNow();
    await api.as.admin.post('/capacity:recompute', { mode: 'full' });
    expect(await drainAll()).toBe(0);
    expect(await conflictsNow()).toEqual(conflicts);
  },
  60_000 + EDITS * 100,
);

async function drainUntil(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await drainDirtyRanges(api.container, api.organizationId, { maxPeople: 2 });
    await new Promise((resolve) => setImmediate(resolve));
  }
}
