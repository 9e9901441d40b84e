/** The drill's own eyes: it sees a row that is missing, doubled or different, and a name in a history or a log. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { findTraces, personalWords } from '../../../src/drill/personal-traces';
import { textsOf } from '../../../src/drill/sync-histories';
import { differencesOf } from '../../../src/drill/synced-state';
import { startFakeProviders, type RunningFakeProviders } from '../../../src/fake-providers/start-fake-providers';

let fakes: RunningFakeProviders;
let logs: string;
beforeAll(async () => {
  fakes = await startFakeProviders({ size: 30 });
  logs = mkdtempSync(join(tmpdir(), 'sync-evidence-'));
});
afterAll(async () => {
  rmSync(logs, { recursive: true });
  await fakes.close();
});

test('equal states have no difference; missing, doubled and changed rows have', () => {
  const expected = { people: ['a', 'b', 'b'], projects: ['x'] };
  expect(differencesOf(expected, { people: ['b', 'a', 'b'], projects: ['x'] })).toEqual([]);
  expect(differencesOf(expected, { people: ['a', 'b', 'b', 'b'], projects: [] })).toEqual([
    'people: 1 too many of b',
    'projects: 1 too few of x',
  ]);
  expect(differencesOf(expected, { people: ['a', 'b', 'c'] })).toHaveLength(3);
});

test('texts of a history, payloads decoded', () => {
  const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"who":"Canary"}') };
  expect([...textsOf({ events: [{ input: [payload] }, 'plain', 7, null] })]).toEqual([
    'json/plain',
    '{"who":"Canary"}',
    'plain',
  ]);
});

test('words are whole names and addresses of all people of both providers', () => {
  const words = personalWords(fakes);
  const [first] = fakes.payfit.rows.all('collaborator');
  expect(words).toContain(`${String(first?.['firstName'])} ${String(first?.['lastName'])}`);
  expect(words.length).toBeGreaterThan(80);
  expect(words.filter((word) => word.length < 5)).toEqual([]);
});

test('a word in a history, in a log of ours or in a table is a trace; in the log of another program it is none', async () => {
  const tables: string[] = [];
  const client = {
    query: (text: string) => {
      tables.push(text);
      return Promise.resolve({ rows: [{ found: text.includes('from outbox') }] });
    },
  } as unknown as Client;
  const words = { personal: ['Canary'], secret: ['key-1'] };
  writeFileSync(join(logs, 'postgres.log'), 'Canary');
  writeFileSync(join(logs, 'worker.log'), 'all is well');
  expect(await findTraces(words, { histories: ['fine'], logs, client })).toEqual([
    'the table outbox names somebody or holds a secret',
  ]);
  writeFileSync(join(logs, 'worker.log'), 'token key-1 refused');
  const traces = await findTraces(words, { histories: ['{"who":"Canary"}'], logs, client });
  expect(traces.map((trace) => trace.split(' ').slice(0, 3).join(' '))).toEqual([
    'a workflow history',
    'the log worker.log',
    'the table outbox',
  ]);
});
