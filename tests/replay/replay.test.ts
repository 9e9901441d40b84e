/** Every recorded history still replays with the workflows as they are now, and holds nothing that names a person. */
import { beforeAll, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeterminismViolationError } from '@temporalio/workflow';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { noTracing, workflowSpanSinks } from '../../src/platform/tracing';
import * as workflows from '../../workflows';
import { testServers } from '../support/server-handover';
import { decodedTexts } from './decoded-texts';
import { recordedScenarios } from './recorded-scenarios';

const FOLDER = join(__dirname, 'histories');
const names = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const read = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));

beforeAll(() => {
  // The planted change makes the native side warn; what counts is that the replay throws.
  const quiet = { core: 'ERROR', other: 'ERROR' } as const;
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: quiet } },
  });
});

test('there is a history for each scenario and no other', () => {
  expect(names.map((name) => name.replace(/\.json$/, '')).sort()).toEqual(
    recordedScenarios()
      .map(({ name }) => name)
      .sort(),
  );
});

test('every workflow type has at least one history', () => {
  const recorded = new Set(names.flatMap((name) => [...decodedTexts(read(name))].filter((text) => text in workflows)));
  expect([...recorded].sort()).toEqual(Object.keys(workflows).sort());
});

test.each(names)('%s replays', async (name) => {
  const options = {
    workflowBundle: { codePath: testServers().workflowBundlePath },
    sinks: workflowSpanSinks(noTracing()),
  };
  await Worker.runReplayHistory(options, read(name));
});

test('a change of what a workflow does is noticed', async () => {
  const text = JSON.stringify(read('reconcile.work-left-behind.json')).replaceAll(
    'releaseStuckEvents',
    'somethingElse',
  );
  const options = {
    workflowBundle: { codePath: testServers().workflowBundlePath },
    sinks: workflowSpanSinks(noTracing()),
  };
  await expect(Worker.runReplayHistory(options, JSON.parse(text))).rejects.toThrow(DeterminismViolationError);
});

/** What may stand in a history: ids, instants, dates, codes, numbers, names of ours, and the fixed texts of the Web UI. */
const ALLOWED = [
  /^[\w./:@=+-]*$/,
  /^Recompute batch \d+(, \d+ people left)?$/,
  /^(Window: changes of this time are recomputed together|Completes unless woken)$/,
  /^(Capacity of|Syncs of connection|Audit|Repair|Retention|Old reports) [0-9a-f-]{36}$/,
  /^(Roster|Absences|Timesheets|Full)( \(dry run\))?: [a-z ]+, \d+( of \d+)? records$/,
  /^(Look for a run that waits|Look again: at runs that wait, new credentials, cancellations)$/,
  /^(Records of the person|Next events of the audit log|End of the request|Audit events redacted: \d+)$/,
  /^Approval [0-9a-f-]{36}$/,
  /^(Next page of organisations|Organisations left dirty|Outbox rows that wait too long|Expired rows|Requests and webhooks without a workflow)$/,
  /^(What is due about the request|Until something is due or the request changes)$/,
  /^\s*at .+|^ApplicationFailure: \w+$/m,
  /^(Webhook [0-9a-f-]{36}|Messages that are due|Until the next attempt is due)$/,
  /^Mail: (invitation|password_reset)$/,
  /^(Figures|File: \w+|Delivery|No more attempts|End of the run|Phase and counts of the run)$/,
  /^Report: (ended|(freezing|rendering|delivering), \d+ of \d+)$/,
  /^cancelled between batches$/,
  /^Activity task failed$/,
];

test.each(names)('%s holds ids, counts and fixed texts only', (name) => {
  const strange = [...decodedTexts(read(name))].filter((text) => !ALLOWED.some((pattern) => pattern.test(text)));
  expect(strange).toEqual([]);
});

test('the check would notice a name or an address', () => {
  const payload = {
    metadata: { encoding: 'anNvbi9wbGFpbg==' },
    data: Buffer.from('{"who":"Zoé Canari"}').toString('base64'),
  };
  const strange = [...decodedTexts({ input: [payload] })].filter(
    (text) => !ALLOWED.some((pattern) => pattern.test(text)),
  );
  expect(strange).toEqual(['Zoé Canari']);
});
