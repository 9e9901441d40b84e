/** The workflow bundle holds workflows and what they may import: a transitive import of a database would end a worker at its start. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { testServers } from '../support/server-handover';

const bundle = (): string => readFileSync(testServers().workflowBundlePath, 'utf8');

test.each([
  'knex',
  'pg',
  'objection',
  'ioredis',
  'koa',
  'zod',
  'pino',
  '@temporalio/client',
  '@temporalio/worker',
  '@temporalio/activity',
])('does not hold %s', (name) => {
  expect(bundle()).not.toContain(`/node_modules/${name}/`);
});

test('names the packages it does hold, so that the check above can fail', () => {
  expect(bundle()).toContain('/node_modules/@temporalio/common/');
});

test('holds the workflows and the interceptors', () => {
  for (const name of [
    'account-mail.workflow',
    'approval.workflow',
    'capacity-recompute.workflow',
    'nightly-audit.workflow',
    'reconcile.workflow',
    'webhook.workflow',
    'workflow-interceptors',
  ]) {
    expect(bundle()).toContain(name);
  }
});
