/** CSV as another program reads it back. */
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { renderCsv, type CsvDialect } from '../../../src/rendering/render-csv';
import { harmfulNames, longTable, sampleTable } from './sample-table';

const rfc4180: CsvDialect = { delimiter: 'comma', hasByteOrderMark: false };
const recordsOf = (bytes: Buffer, options: object = {}): string[][] => parse(bytes, options);

test('a header, then the rows with plain numbers; no totals', async () => {
  const records = recordsOf(await renderCsv(sampleTable, 'en', rfc4180));
  expect(records[0]).toEqual(['Person', 'Date', 'Gap (h)', 'Rate (%)', 'Days', 'Id']);
  expect(records[1]).toEqual(['Ada', '2027-02-01', '1260.5', '85.7143', '3', 'id-ada']);
  expect(records[2]).toEqual(['No team', '2027-02-02', '-1.5', '', '0', '']);
  expect(records).toHaveLength(1 + sampleTable.rows.length);
});

test('French has a decimal comma and words of its own, also for a negative number', async () => {
  const records = recordsOf(await renderCsv(sampleTable, 'fr', rfc4180));
  expect(records[0]).toEqual(['Personne', 'Date', 'Écart (h)', 'Taux (%)', 'Jours', 'Identifiant']);
  expect(records[1]).toEqual(['Ada', '2027-02-01', '1260,5', '85,7143', '3', 'id-ada']);
  expect(records[2]?.slice(0, 3)).toEqual(['Sans équipe', '2027-02-02', '-1,5']);
});

test('text that a spreadsheet would run is disarmed, everything else comes back as it was', async () => {
  const records = recordsOf(await renderCsv(sampleTable, 'en', rfc4180));
  const names = records.slice(3).map(([name]) => name);
  const disarmed = harmfulNames.map((name) => (/^[=+\-@\t＝]/.test(name) ? `'${name}` : name));
  expect(names).toEqual(disarmed);
  expect(names.filter((name) => /^[=+\-@\t\r＝＋－＠]/.test(name ?? ''))).toEqual([]);
});

test('records end in CR LF, and UTF-8 has a byte order mark only where it was asked for', async () => {
  const plain = await renderCsv(longTable(3), 'fr', rfc4180);
  expect(plain.toString('utf8').split('\r\n')).toHaveLength(5);
  expect(plain.subarray(0, 1).toString()).toBe('P');
  const marked = await renderCsv(longTable(3), 'fr', { ...rfc4180, hasByteOrderMark: true });
  expect([...marked.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(marked.subarray(3)).toEqual(plain);
});

test('semicolons for French spreadsheets', async () => {
  const bytes = await renderCsv(sampleTable, 'fr', { delimiter: 'semicolon', hasByteOrderMark: false });
  expect(bytes.toString('utf8').split('\r\n')[1]).toBe('Ada;2027-02-01;1260,5;85,7143;3;id-ada');
  expect(recordsOf(bytes, { delimiter: ';' })[2]?.[2]).toBe('-1,5');
});

test('a long table loses and doubles no row', async () => {
  const records = recordsOf(await renderCsv(longTable(4_001), 'en', rfc4180));
  expect(records).toHaveLength(4_002);
  expect(new Set(records.map(([name]) => name)).size).toBe(4_002);
  expect(records.at(-1)?.[0]).toBe('Person 4001');
});
