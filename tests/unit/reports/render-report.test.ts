/** Which file a report becomes, and when it is too long for one. */
import { expect, test } from '@jest/globals';
import {
  renderReport,
  type FormatChoice,
  type FormatPreferences,
} from '../../../src/domains/reports/render-report.query';
import { mostRows } from '../../../src/rendering/render-table';
import { longTable } from '../rendering/sample-table';

const query: FormatChoice = { delimiter: 'comma' };
const silent: FormatPreferences = { preferredType: () => null, preferredLanguage: () => null };
const rendered = (choice: Partial<FormatChoice>, rows = 1, facts = silent) =>
  renderReport({}, () => longTable(rows), { query: { ...query, ...choice }, facts });

test('headers that like none of our forms get JSON, and a file in English', () => {
  expect(rendered({}).file).toBeUndefined();
  expect(rendered({ format: 'csv' }).file?.name).toBe('sample-by-person_2027-02-01_2027-02-07.csv');
});

test('the table is not made for JSON', () => {
  const never = () => {
    throw new Error('made');
  };
  expect(renderReport({ a: 1 }, never, { query: { ...query, format: 'json' }, facts: silent })).toEqual({
    status: 200,
    body: { a: 1 },
  });
});

test('a table that is too long for its format is refused, naming what asked for it', () => {
  const rows = mostRows.xlsx + 1;
  expect(rendered({ format: 'xlsx' }, mostRows.xlsx).file).toBeDefined();
  expect(() => rendered({ format: 'xlsx' }, rows)).toThrow(
    expect.objectContaining({
      code: 'validation_failed',
      details: { errors: [expect.objectContaining({ pointer: '/query/format', code: 'too_many_rows' })] },
    }),
  );
  const facts: FormatPreferences = { ...silent, preferredType: (types) => types.find((type) => /sheet/.test(type))! };
  expect(() => rendered({}, rows, facts)).toThrow(
    expect.objectContaining({ details: { errors: [expect.objectContaining({ pointer: '/header/Accept' })] } }),
  );
  expect(rendered({ format: 'csv' }, rows).file).toBeDefined();
});
