/**
 * Random edits through the API. Each is tried dry first: its impact is the real one's. In between, the stored weeks are
 * those of a full computation, and a full recompute changes neither a week nor a conflict.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auditLedger } from '../../src/domains/capacity/audit-ledger.command';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import { buildEditWorld } from '../../src/drill/edit-world';
import type { EditWorld } from '../../src/drill/plan-bodies';
import { createRandom } from '../../src/drill/random';
import { Editor, type Edit } from '../../src/drill/random-edits';
import { startApi, type ApiAnswer, type TestApi } from '../support/api';

const EDITS = 60;
const CHECK_EVERY = 15;
const PEOPLE = 4;

let api: TestApi;
let world: EditWorld;

beforeAll(async () => {
  api = await startApi();
  const create = async (path: string, body: object) => (await api.as.owner.post(path, body)).body.id;
  world = await buildEditWorld(create, { organizationId: api.organizationId, people: PEOPLE });
});
afterAll(() => api.close());

/** The impact without what does not exist yet in a dry run: ids and instants of what is new. */
function comparable(impact: unknown): unknown {
  const unknownYet = new Set(['id', 'first_seen_at']);
  return JSON.parse(JSON.stringify(impact, (key, value: unknown) => (unknownYet.has(key) ? null : value)));
}

async function rowCounts(): Promise<unknown> {
  const tables = ['allocations', 'absences', 'holidays', 'conflicts', 'capacity_weeks', 'outbox', 'audit_events'];
  const counts = await Promise.all(tables.map((table) => api.database.admin(table).count('* as rows').first()));
  return counts.map((row) => row?.['rows']);
}

async function perform(edit: Edit): Promise<ApiAnswer> {
  const { owner } = api.as;
  const headers = { Prefer: 'return=representation' };
  const body = edit.body === undefined ? {} : { body: edit.body };
  const before = await rowCounts();
  const dry = await owner.send(edit.method, `${edit.path}?dry_run=true`, { ...body, headers });
  expect(await rowCounts()).toEqual(before);
  const real = await owner.send(edit.method, edit.path, { ...body, headers });
  expect({ edit, refused: real.status >= 400 }).toEqual({ edit, refused: dry.status >= 400 });
  if (real.status < 400) {
    expect(dry.body).toMatchObject({ dry_run: true });
    expect({ edit, impact: comparable(dry.body.impact) }).toEqual({ edit, impact: comparable(real.body.impact) });
  }
  return real;
}

async function conflictsNow(): Promise<unknown[]> {
  const { items, total } = (await api.as.admin.get('/conflicts?page_size=100')).body;
  expect(items).toHaveLength(total);
  return items;
}

async function drainAll(): Promise<number> {
  let changed = 0;
  for (;;) {
    const batch = await drainDirtyRanges(api.container, api.organizationId, { maxPeople: 2 });
    changed += batch.changedWeeks;
    if (batch.remainingPeople === 0) return changed;
  }
}

async function expectAgreement(): Promise<void> {
  await drainAll();
  const audit = await auditLedger(api.container, api.organizationId, { sampleShare: 1, seed: 'all' });
  expect(audit.differences).toBe(0);
  const conflicts = await conflictsNow();
  await api.as.admin.post('/capacity:recompute', { mode: 'full', person_ids: world.people });
  await drainAll();
  const again = await auditLedger(api.container, api.organizationId, { sampleShare: 1, seed: 'all' });
  expect(again.differences).toBe(0);
  expect(await conflictsNow()).toEqual(conflicts);
  await api.as.admin.post('/capacity:recompute', { mode: 'full', person_ids: world.people });
  expect(await drainAll()).toBe(0);
}

test.each([1, 7])(
  'after random edits (seed %i) what is kept is what a full computation gives',
  async (seed) => {
    const editor = new Editor(createRandom(seed), world);
    let accepted = 0;
    for (let count = 1; count <= EDITS; count += 1) {
      const edit = editor.next();
      const answer = await perform(edit);
      if (answer.status < 400) accepted += 1;
      if (answer.status === 201) editor.remember(edit, answer.body.id);
      if (count % CHECK_EVERY === 0) await expectAgreement();
    }
    expect(accepted).toBeGreaterThan(EDITS / 2);
  },
  60_000,
);
