/** The fakes keep to the providers' contracts, as far as we rely on them; the judge itself sees what is wrong. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFakes } from '../../../src/fake-providers/check-fakes';
import { problemsOf, type JsonSchema } from '../../../src/fake-providers/json-schema.rules';
import { Specification } from '../../../src/fake-providers/specification';
import { startFakeProviders, type RunningFakeProviders } from '../../../src/fake-providers/start-fake-providers';

const FOLDER = join(__dirname, '../../../src/fake-providers/contracts');
const specifications = { payfit: read('payfit.json'), gryzzly: read('gryzzly.json') };

function read(file: string): Specification {
  return new Specification(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as never);
}

let fakes: RunningFakeProviders | undefined;
afterEach(() => fakes?.close());

test.each([30, 1_000] as const)('every kind of answer for %i people is as specified', async (size) => {
  fakes = await startFakeProviders({ size });
  const { answers, rows, problems } = await checkFakes(fakes, specifications);
  expect(problems).toEqual([]);
  expect(answers).toBeGreaterThan(25);
  expect(rows).toBeGreaterThan(size);
});

test('a row that is not as specified is found', async () => {
  fakes = await startFakeProviders({ size: 30 });
  const [first] = fakes.payfit.rows.all('collaborator');
  fakes.payfit.rows.change('collaborator', String(first?.['id']), { gender: 'unknown', favouriteColour: 'blue' });
  const { problems } = await checkFakes(fakes, specifications);
  expect(problems).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/collaborators.*gender: not among the listed values/),
      expect.stringMatching(/collaborators.*favouriteColour: named by no schema/),
    ]),
  );
});

describe('the judge', () => {
  const named: JsonSchema = { type: 'object', properties: { a: { type: 'string', format: 'date' } }, required: ['a'] };
  const other: JsonSchema = { type: 'object', properties: { b: { type: 'integer', nullable: true } } };

  test.each<[string, unknown, JsonSchema, string[]]>([
    ['what fits', { a: '2026-03-01' }, named, []],
    ['a missing property', {}, named, ['.a: missing']],
    ['another type', { a: 7 }, named, ['.a: number, not string']],
    ['another form', { a: '1 March' }, named, ['.a: not of the named form']],
    ['null where it may not be', { a: null }, named, ['.a: null']],
    ['null where it may', { a: '2026-03-01', b: null }, { allOf: [named, other] }, []],
    ['a property that no part names', { a: '2026-03-01', c: 1 }, { allOf: [named, other] }, ['.c: named by no schema']],
    ['a choice that nothing fits', true, { oneOf: [named, { type: 'string' }] }, [': none of 2 schemas fits']],
    ['an element', [1, 'x'], { type: 'array', items: { type: 'number' } }, ['[1]: string, not number']],
    ['a reference that leads nowhere', 1, { $ref: '#/x' }, [': the schema #/x is not there']],
  ])('%s', (_, value, schema, expected) => {
    expect(problemsOf(value, schema, { path: '', resolve: () => undefined })).toEqual(expected);
  });

  test('an answer that no path or status of the specification has', () => {
    const exchange = { method: 'get', path: '/companies/1/payslips', status: 200, body: {} } as const;
    expect(specifications.payfit.problemsOf(exchange)).toEqual([
      'get /companies/1/payslips is not in the specification',
    ]);
  });
});
