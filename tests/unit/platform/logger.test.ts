/** What log lines keep of an error, and what they never say. */
import { expect, test } from '@jest/globals';
import { createLogger } from '../../../src/platform/logger';

function logged(error: unknown): { text: string; err: Record<string, unknown> } {
  const lines: string[] = [];
  createLogger('test', 'info', { write: (line) => lines.push(line) }).error({ err: error }, 'unexpected');
  const text = lines.join('');
  return { text, err: (JSON.parse(text) as { err: Record<string, unknown> }).err };
}

/** As the driver of PostgreSQL throws them. */
const refusal = (): Error =>
  Object.assign(new Error('new row for relation "people" violates check constraint "people_name"'), {
    code: '23514',
    constraint: 'people_name',
    detail: 'Failing row contains (0198, Canary Name, canary@example.com).',
    where: "unnamed portal parameter $3 = 'Canary Name'",
  });

test('an error of the database names its code and constraint, and no value of the row', () => {
  const { text, err } = logged(refusal());
  expect(err).toMatchObject({ type: 'Error', code: '23514', constraint: 'people_name' });
  expect(String(err['stack'])).toContain('logger.test');
  expect(text.toLowerCase()).not.toContain('canary');
});

test('nor do errors inside another', () => {
  const { text, err } = logged(new AggregateError([refusal(), refusal()], 'two failed'));
  expect(err['aggregateErrors']).toMatchObject([{ code: '23514' }, { code: '23514' }]);
  expect(text.toLowerCase()).not.toContain('canary');
});

test('what is no error is written as it is', () => {
  expect(logged('a word').err).toBe('a word');
});
