/** The page as a browser and a screen reader get it, and its chart. */
import { expect, test } from '@jest/globals';
import { renderChart } from '../../../src/rendering/render-chart';
import { renderHtml } from '../../../src/rendering/render-html';
import type { HeatChart, Language, ReportTable } from '../../../src/rendering/table.types';
import { longTable, sampleTable } from './sample-table';

const html = async (table: ReportTable, language: Language): Promise<string> =>
  (await renderHtml(table, language)).toString('utf8');

test('title, period, facts and a table whose headers say what they head', async () => {
  const page = await html(sampleTable, 'fr');
  expect(page).toContain('<title>Échantillon par personne, 01/02/2027 – 07/02/2027</title>');
  expect(page).toContain('<dt>Calculé le</dt><dd>2027-02-08 06:00 UTC</dd>');
  expect(page).toContain('<caption>Échantillon par personne</caption>');
  expect(page).toContain('<th scope="col" class="n">Écart (h)</th>');
  expect(page).toContain('<tr><th scope="row">Sans équipe</th><td>02/02/2027</td><td class="n">-1,50</td>');
  expect(page).toMatch(/<tfoot><tr><th scope="row">Total<\/th><td><\/td><td class="n">1.259,00<\/td>/);
  expect(page).not.toContain('id-ada');
});

test('no name becomes markup, in the table or in the chart', async () => {
  const page = await html(sampleTable, 'en');
  expect(page).not.toMatch(/<script/i);
  expect(page).toContain('Smith, &quot;Ada&quot;; &lt;script&gt;alert(1)&lt;/script&gt; &amp; co');
  expect(page).toContain('<figcaption>Hours by person</figcaption>');
  expect(page).toContain('<svg role="img" aria-label="Hours by person" ');
});

test('characters that no page may hold are replaced', async () => {
  const page = await html({ ...sampleTable, rows: [['a\u0001b\uD800', null, null, null, null, null]] }, 'en');
  expect(page).toContain('<th scope="row">a\uFFFDb\uFFFD</th>');
});

test('a page without a chart, without totals, without rows', async () => {
  const page = await html({ ...sampleTable, chart: null, totals: null }, 'en');
  expect(page).not.toMatch(/<svg|<figure|<tfoot/);
  expect(await html({ ...sampleTable, rows: [], chart: null }, 'fr')).toContain(
    '<p>Rien à afficher pour ces dates.</p>',
  );
});

test('a long table has every row once', async () => {
  const page = await html(longTable(1_201), 'en');
  expect(page.match(/<tr>/g)).toHaveLength(1_203);
});

const heat: HeatChart = {
  kind: 'heat',
  title: { en: 'Load', fr: 'Charge' },
  dates: ['2027-02-01', '2027-02-08'],
  rows: [
    { name: 'Blue & <b>', ratios: [0.45, null] },
    { name: 'Green', ratios: [1, 1.25] },
  ],
};

test('the chart is vectors with its figures and names as text, and needs nothing from outside', async () => {
  const svg = await renderChart(heat, 'fr');
  expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 960 162"/);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]?.replaceAll(/\s/g, ' '));
  expect(texts).toEqual(
    expect.arrayContaining(['01/02/2027', 'Blue &amp; &lt;b&gt;', 'Green', '45 %', '100 %', '125 %', '&lt; 50 %']),
  );
  expect(svg).not.toMatch(/href=|<image|<script|<foreignObject/);
});

test('a heat map says what a cell without a colour is', async () => {
  const page = await html({ ...sampleTable, chart: heat }, 'en');
  expect(page).toContain('<p>Blank: no capacity</p>');
});

test('many periods leave no room for figures in the cells', async () => {
  const dates = Array.from({ length: 30 }, (_, index) => `2027-02-${String(index + 1).padStart(2, '0')}`);
  const svg = await renderChart({ ...heat, dates, rows: [{ name: 'A', ratios: dates.map(() => 0.45) }] }, 'en');
  expect(svg).not.toContain('45%');
});
