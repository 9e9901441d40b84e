/** Which format a report is asked for in, the file it becomes, and when it is too long for one. */
import { expect, jest, test } from '@jest/globals';
import { formatOf, type FormatChoice, type FormatPreferences } from '../../../src/domains/reports/answer-report.query';
import type { ComputedReport } from '../../../src/domains/reports/compute-report.query';
import { renderReport } from '../../../src/domains/reports/render-report.query';
import type { ReportFormat } from '../../../src/domains/reports/report-formats.types';
import { mostRows } from '../../../src/rendering/render-table';

const query: FormatChoice = { delimiter: 'comma' };
const silent: FormatPreferences = { preferredType: () => null, preferredLanguage: () => null };
const rendering = { language: 'en', csv: { delimiter: 'comma', hasByteOrderMark: false } } as const;

function overbookings(rows: number): ComputedReport {
  const dates = { from: '2027-02-01', to: '2027-02-07' };
  const item = { person_id: 'p', person_name: 'Ada', date: '2027-02-02', net_minutes: 420, firm_minutes: 456 };
  const items = Array.from({ length: rows }, () => ({
    ...item,
    over_minutes: 36,
    allocation_ids: [],
    conflict_id: null,
    state: null,
  }));
  const frame = { definition_version: 1, computed_at: '2027-02-08T06:05:04.000Z', ...dates };
  return { report: 'overbookings', parameters: dates, body: { ...frame, items, total: rows } };
}

const rendered = (format: ReportFormat, rows = 1) => renderReport(overbookings(rows), { ...rendering, format });

test('the query names the format, else the headers do, else it is JSON', () => {
  const facts: FormatPreferences = { ...silent, preferredType: (types) => types.find((type) => /sheet/.test(type))! };
  expect(formatOf({ query: { ...query, format: 'csv' }, facts })).toBe('csv');
  expect(formatOf({ query, facts })).toBe('xlsx');
  expect(formatOf({ query, facts: silent })).toBe('json');
});

test('JSON as a file is the body, and every file has a name', async () => {
  const json = rendered('json');
  expect(JSON.parse((await json.bytes()).toString('utf8'))).toEqual(overbookings(1).body);
  expect(json).toMatchObject({ name: 'overbookings_2027-02-01_2027-02-07.json', mediaType: 'application/json' });
  expect(rendered('csv').name).toBe('overbookings_2027-02-01_2027-02-07.csv');
});

/** Renders while the clock says `now`; everything else goes on as ever. */
async function bytesAt(now: string, report: ComputedReport, format: ReportFormat): Promise<Buffer> {
  const timers = ['nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout', 'setInterval', 'performance'] as const;
  jest.useFakeTimers({ now: new Date(now), doNotFake: [...timers] });
  try {
    return await renderReport(report, { ...rendering, format }).bytes();
  } finally {
    jest.useRealTimers();
  }
}

test.each(['csv', 'xlsx', 'html', 'pdf'] as const)('a frozen report is the same %s at another time', async (format) => {
  const frozen = JSON.parse(JSON.stringify(overbookings(3))) as ComputedReport;
  const now = await bytesAt('2027-02-08T06:05:04Z', overbookings(3), format);
  const later = await bytesAt('2028-01-01T00:00:00Z', frozen, format);
  expect(later.equals(now)).toBe(true);
});

test('a table that is too long for its format is refused, naming what asked for it', () => {
  const rows = mostRows.xlsx + 1;
  expect(rendered('xlsx', mostRows.xlsx)).toBeDefined();
  expect(() => renderReport(overbookings(rows), { ...rendering, format: 'xlsx' }, '/query/format')).toThrow(
    expect.objectContaining({
      code: 'validation_failed',
      details: { errors: [expect.objectContaining({ pointer: '/query/format', code: 'too_many_rows' })] },
    }),
  );
  expect(rendered('csv', rows)).toBeDefined();
});
