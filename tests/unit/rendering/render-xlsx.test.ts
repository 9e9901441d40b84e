/** XLSX as another program reads it back. */
import { expect, test } from '@jest/globals';
import { readXlsx, type Workbook } from 'hucre/xlsx';
import { renderXlsx } from '../../../src/rendering/render-xlsx';
import type { Language, ReportTable } from '../../../src/rendering/table.types';
import { harmfulNames, longTable, sampleTable } from './sample-table';

const read = async (table: ReportTable, language: Language): Promise<Workbook> =>
  readXlsx(await renderXlsx(table, language), { readStyles: true });

test('numbers are numbers, dates are dates, nothing is an empty cell', async () => {
  const [sheet] = (await read(sampleTable, 'en')).sheets;
  expect(sheet?.rows[0]).toEqual(['Person', 'Date', 'Gap (h)', 'Rate', 'Days', 'Id']);
  expect(sheet?.rows[1]).toEqual(['Ada', new Date('2027-02-01T00:00:00Z'), 1_260.5, 0.857143, 3, 'id-ada']);
  expect(sheet?.rows[2]?.slice(0, 5)).toEqual(['No team', new Date('2027-02-02T00:00:00Z'), -1.5, null, 0]);
  expect(sheet?.rows.at(-1)?.slice(0, 5)).toEqual(['Total', null, 1_259, 0.5, 3]);
});

test('the header is frozen and bold, the filter leaves the totals out, formats are those of the kinds', async () => {
  const [sheet] = (await read(sampleTable, 'fr')).sheets;
  const last = sampleTable.rows.length + 1;
  expect(sheet?.freezePane).toMatchObject({ rows: 1, columns: 1 });
  expect(sheet?.autoFilter).toMatchObject({ range: `A1:F${last}` });
  const style = (cell: string) => sheet?.cells?.get(cell)?.style;
  expect(style('0,5')?.alignment).toMatchObject({ horizontal: 'left', indent: 1 });
  expect(style('0,0')?.font?.bold).toBe(true);
  expect(style(`${last},2`)).toMatchObject({ font: { bold: true }, numFmt: '#,##0.00' });
  expect(['1,1', '1,2', '1,3', '1,4'].map((cell) => style(cell)?.numFmt)).toEqual([
    'dd/mm/yyyy',
    '#,##0.00',
    '0.0%',
    '0',
  ]);
});

test('printed pages repeat the header and the names, also of a sheet whose name has spaces', async () => {
  const [sheet] = (await read(sampleTable, 'fr')).sheets;
  expect(sheet?.name).toContain(' ');
  expect(sheet?.pageSetup).toMatchObject({ printTitlesRow: '$1:$1', printTitlesColumn: '$A:$A' });
});

test('a month of fifty people is printed across, on one page beside the other, without keys', async () => {
  const title = (text: string) => ({ en: text, fr: text });
  const hours = Array.from({ length: 9 }, (_, index) => ({ title: title(`Figure ${index}`), kind: 'hours' as const }));
  const days = Array.from({ length: 31 }, (_, index) => {
    const date = `2027-03-${String(index + 1).padStart(2, '0')}`;
    return { title: title(date), kind: 'hours' as const, isForSpreadsheets: true as const };
  });
  const [person, key] = [sampleTable.columns[0]!, sampleTable.columns[5]!];
  const columns = [person, ...hours, ...days, key];
  const rows = Array.from({ length: 50 }, (_, index) => [`Somebody ${index}`, ...Array<number>(40).fill(420), 'key']);
  const [sheet] = (await read({ ...sampleTable, columns, rows, totals: null }, 'en')).sheets;
  expect(sheet?.pageSetup).toMatchObject({
    ...{ orientation: 'landscape', paperSize: 'a4', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    printArea: '$A$1:$AO$51',
    printTitlesRow: '$1:$1',
  });
  expect(sheet?.cells?.get('0,10')?.style?.alignment).toMatchObject({ textRotation: 90 });
  expect(sheet?.columns?.[10]?.width).toBe(5.5);
});

test('columns are as wide as their titles and names, within bounds', async () => {
  const long = { en: 'A title of twenty-six words', fr: 'x' };
  const columns = [sampleTable.columns[0]!, { title: long, kind: 'hours' as const }];
  const rows = [
    ['Ada', 1],
    ['n'.repeat(300), 2],
  ] as const;
  const [sheet] = (await read({ ...sampleTable, columns, rows, totals: null }, 'en')).sheets;
  expect(sheet?.columns?.slice(0, 2).map((column) => column.width)).toEqual([50, `${long.en} (h)`.length + 3]);
});

test('no name becomes a formula', async () => {
  const [sheet] = (await read(sampleTable, 'en')).sheets;
  expect(sheet?.rows.slice(3, 3 + harmfulNames.length).map(([name]) => name)).toEqual(harmfulNames);
  expect([...(sheet?.cells ?? [])].filter(([, cell]) => cell.formula !== undefined)).toEqual([]);
});

test('both sheets speak the language, and the second says what the first is', async () => {
  const { sheets } = await read(sampleTable, 'fr');
  expect(sheets.map((sheet) => sheet.name)).toEqual(['Échantillon par personne', 'À propos']);
  const [from, to] = ['2027-02-01', '2027-02-07'].map((date) => new Date(`${date}T00:00:00Z`));
  expect(sheets[1]?.rows.map((row) => row.slice(0, 3).filter((cell) => cell !== null))).toEqual([
    ['Échantillon par personne'],
    ['Période', from, to],
    ['Calculé le', '2027-02-08 06:00 UTC'],
  ]);
});

test('a title that Excel refuses as the name of a sheet is cut and cleaned', async () => {
  const title = 'A/B: *all* [teams]? of a very long organisation';
  const { sheets } = await read({ ...sampleTable, title: { en: title, fr: title }, totals: null }, 'en');
  expect(sheets[0]?.name).toBe('A B   all   teams   of a very l');
  expect(sheets[0]?.rows).toHaveLength(1 + sampleTable.rows.length);
});

test('a long table loses no row', async () => {
  const [sheet] = (await readXlsx(await renderXlsx(longTable(5_000), 'en'))).sheets;
  expect(sheet?.rows).toHaveLength(5_002);
  expect(sheet?.rows[5_000]?.slice(0, 3)).toEqual(['Person 5000', new Date('2027-02-01T00:00:00Z'), 4_999 / 60]);
});
