/**
 * Several writers at once, beside a recompute that drains: afterwards a full recompute changes neither a week nor a conflict.
 * `npm run drill -- edits` is the long run, with workers that are killed.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auditLedger } from '../../src/domains/capacity/audit-ledger.command';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import { buildEditWorld } from '../../src/drill/edit-world';
import type { EditWorld } from '../../src/drill/plan-bodies';
import { createRandom } from '../../src/drill/random';
import { Editor } from '../../src/drill/random-edits';
import { startApi, type TestApi } from '../support/api';

const EDITS = 240;
const WRITERS = 6;
const PEOPLE = 5;

let api: TestApi;
let world: EditWorld;

beforeAll(async () => {
  api = await startApi();
  const create = async (path: string, body: object) => (await api.as.owner.post(path, body)).body.id;
  world = await buildEditWorld(create, { organizationId: api.organizationId, people: PEOPLE });
});
afterAll(() => api.close());

/** Writes one edit after the other; answers how often each status came back. */
async function write(writer: number): Promise<Map<number, number>> {
  const editor = new Editor(createRandom(1_000 + writer), world);
  const statuses = new Map<number, number>();
  for (let count = 0; count < EDITS / WRITERS; count += 1) {
    const edit = editor.next();
    const answer = await api.as.owner.send(edit.method, edit.path, edit.body === undefined ? {} : { body: edit.body });
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
