/** The PDF as another program reads it back: its pages, their text, and that the chart is no picture of pixels. */
import { expect, test } from '@jest/globals';
import { renderPdf } from '../../../src/rendering/render-pdf';
import type { HeatChart, Language, ReportTable } from '../../../src/rendering/table.types';
import { readPdf, type PdfText } from '../../support/pdf-text';
import { longTable, sampleTable } from './sample-table';

const read = async (table: ReportTable, language: Language): Promise<PdfText> =>
  readPdf(await renderPdf(table, language));
const plainSpaces = (text: string): string => text.replaceAll(/[\u00A0\u202F]/g, ' ');

test('title, facts, chart, table and totals, in the language', async () => {
  const { pages, imageCount } = await read(sampleTable, 'fr');
  const lines = plainSpaces(pages.join('\n')).split('\n');
  expect(lines[0]).toBe('Échantillon par personne');
  expect(lines.join(' ')).toContain('01/02/2027 – 07/02/2027   ·   Calculé le : 2027-02-08 06:00 UTC');
  expect(lines).toEqual(expect.arrayContaining(['Heures par personne', 'Ferme', 'Nette', 'Sans équipe']));
  const ada = lines.lastIndexOf('Ada');
  expect(lines.slice(ada, ada + 5)).toEqual(['Ada', '01/02/2027', '1 260,50', '85,7 %', '3']);
  const total = lines.lastIndexOf('Total');
  expect(lines.slice(total, total + 4)).toEqual(['Total', '1 259,00', '50,0 %', '3']);
  expect(imageCount).toBe(0);
});

test('names of many scripts are written, and no name breaks the page', async () => {
  const names = [
    'Łukasz Wójcik',
    'Gülşen Yıldız',
    'Šárka',
    'Ελένη',
    'Мария',
    'Nguyễn Thị',
    'ctl \u0001 x',
    'two\nlines',
  ];
  const rows = names.map((name) => [name, '2027-02-01', 0, 0, 0, null]);
  const table = { ...sampleTable, rows, chart: { ...sampleTable.chart!, categories: names, series: [] } as never };
  const { pages } = await read(table, 'en');
  const lines = pages[0]!.split('\n');
  expect(lines).toEqual(expect.arrayContaining([...names.slice(0, 6), 'ctl   x', 'two lines']));
  expect(pages).toHaveLength(1);
});

test('what the fonts have no letters for is written in Latin ones, in the table and in the chart', async () => {
  const names = ['王小明', '🚀 Élan', 'ひらがな', '한국'];
  const rows = names.map((name) => [name, '2027-02-01', 0, 0, 0, null]);
  const chart: HeatChart = {
    kind: 'heat',
    title: { en: 'Load', fr: 'Charge' },
    dates: ['2027-02-01'],
    rows: names.map((name) => ({ name, ratios: [1] })),
  };
  const { pages } = await read({ ...sampleTable, rows, chart }, 'en');
  const lines = pages[0]!.split('\n');
  for (const name of ['WangXiaoMing', ':rocket: Élan', 'hiragana', 'HanGug'])
    expect(lines.filter((line) => line === name)).toHaveLength(2);
});

test('a long table goes on over pages, each with the header and its number, without losing a row', async () => {
  const { pages } = await read({ ...longTable(120), chart: null }, 'en');
  expect(pages.length).toBeGreaterThan(3);
  pages.forEach((page, index) => {
    expect(page.split('\n').filter((line) => line === 'Person')).toHaveLength(1);
    expect(page).toContain(`${index + 1} / ${pages.length}`);
  });
  const names = pages.flatMap((page) => page.split('\n').filter((line) => /^Person \d+$/.test(line)));
  expect(names).toEqual(Array.from({ length: 120 }, (_, index) => `Person ${index + 1}`));
});

test.each([24, 25, 26, 27, 28, 29, 30, 31])('with %i rows the totals never stand alone on a page', async (count) => {
  const { pages } = await read({ ...longTable(count), chart: null }, 'en');
  expect(pages.at(-1)).toMatch(new RegExp(`Person ${count}\\n[^]*Total`));
});

test('a name too long for its column is broken into lines, and stays whole', async () => {
  const name = Array.from({ length: 60 }, (_, index) => `part${index}`).join(' ');
  const { pages } = await read({ ...sampleTable, rows: [[name, '2027-02-01', 0, 0, 0, null]], chart: null }, 'en');
  expect(pages[0]!.replaceAll('\n', ' ').replaceAll(/ +/g, ' ')).toContain(name);
});

test('a heat map says what a blank is, and a table without rows says that there is nothing', async () => {
  const chart: HeatChart = {
    kind: 'heat',
    title: { en: 'Load', fr: 'Charge' },
    dates: ['2027-02-01', '2027-02-08'],
    rows: [{ name: 'Blue & <b>', ratios: [0.45, null] }],
  };
  const drawn = await read({ ...sampleTable, chart }, 'en');
  expect(drawn.pages[0]!.split('\n')).toEqual(expect.arrayContaining(['Blue & <b>', '45%', 'Blank: no capacity']));
  const empty = await read({ ...sampleTable, rows: [], totals: null, chart: null }, 'fr');
  expect(empty.pages[0]).toContain('Rien à afficher pour ces dates.');
});

test('a chart of thirty names stays on the first page', async () => {
  const categories = Array.from({ length: 30 }, (_, index) => `Name ${index}`);
  const chart = {
    ...sampleTable.chart!,
    categories,
    series: [{ title: { en: 'Free', fr: 'Libre' }, role: 'free', minutes: categories.map((_, index) => index * 60) }],
  } as ReportTable['chart'];
  const { pages } = await read({ ...sampleTable, chart }, 'en');
  expect(categories.filter((name) => !pages[0]!.split('\n').includes(name))).toEqual([]);
  expect(pages).toHaveLength(2);
});
