/** A page that stands alone: no script, nothing from the network, readable by a screen reader, ready to be printed. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { chartNote } from './chart-option';
import { renderChart } from './render-chart';
import { inLanguage, pageOf, pageWords, writtenDate } from './written-values.rules';
import type { Language, ReportTable } from './table.types';

const ROWS_AT_ONCE = 500;
const STYLE = `
body{margin:2rem auto;max-width:70rem;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .5rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0 0 1.5rem;font-size:.9rem}
dt{color:#555}dd{margin:0}
figure{margin:0 0 2rem}figcaption{font-weight:600;margin-bottom:.5rem}figure svg{width:100%;height:auto}figure p{font-size:.85rem;color:#555;margin:.25rem 0 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding-bottom:.5rem}
th,td{padding:.35rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #ddd}
thead th{border-bottom:2px solid #1a1a1a;background:#fff}
tbody th{font-weight:400;min-width:9rem}
.n{text-align:right;white-space:nowrap}thead .n{white-space:normal}
tfoot th,tfoot td{font-weight:600;border-top:2px solid #1a1a1a;border-bottom:0}
@page{size:A4 landscape;margin:14mm}
@media print{body{margin:0;max-width:none;padding:0;font-size:11px}.scroll{overflow:visible}tr,figure{break-inside:avoid}thead{display:table-header-group}tfoot{display:table-row-group}}
`;

/** UTF-8. Other work goes on between chunks of rows. */
export async function renderHtml(table: ReportTable, language: Language): Promise<Buffer> {
  const title = escaped(table.title[language]);
  const head = [
    `<!doctype html>\n<html lang="${language}">\n<head>\n<meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>${title}, ${periodOf(table, language)}</title>\n<style>${STYLE}</style>\n</head>`,
  ];
  const figure = await figureOf(table, language);
  const body = [`<body>\n<main>\n<h1>${title}</h1>`, factsOf(table, language), figure];
  const rows = await tableOf(table, language);
  return Buffer.from([...head, ...body, ...rows, '</main>\n</body>\n</html>\n'].join('\n'), 'utf8');
}

function factsOf(table: ReportTable, language: Language): string {
  const facts = table.facts.map(
    ({ title, value }) => `<dt>${escaped(title[language])}</dt><dd>${escaped(inLanguage(value, language))}</dd>`,
  );
  const period = `<dt>${pageWords.period[language]}</dt><dd>${periodOf(table, language)}</dd>`;
  return `<dl>${[period, ...facts].join('')}</dl>`;
}

function periodOf({ period }: ReportTable, language: Language): string {
  const [from, to] = [period.from, period.to].map((date) => escaped(writtenDate(date, language)));
  return `${from ?? ''} – ${to ?? ''}`;
}

/** The table below says in figures what the picture shows, so a screen reader is given the title alone. */
async function figureOf({ chart }: ReportTable, language: Language): Promise<string> {
  if (chart === null) return '';
  const title = escaped(chart.title[language]);
  const note = chartNote(chart, language);
  const svg = (await renderChart(chart, language)).replace('<svg ', `<svg role="img" aria-label="${title}" `);
  return `<figure><figcaption>${title}</figcaption>\n${svg}${note === null ? '' : `<p>${escaped(note)}</p>`}</figure>`;
}

async function tableOf(table: ReportTable, language: Language): Promise<string[]> {
  const { rows } = table;
  const { columns, rowOf, totals } = pageOf(table, language);
  const title = escaped(table.title[language]);
  if (rows.length === 0) return [`<p>${pageWords.nothing[language]}</p>`];
  const line = (cells: readonly string[]): string => {
    const written = cells.map((cell, index) => {
      if (index === 0) return `<th scope="row">${escaped(cell)}</th>`;
      return `<td${columns[index]?.isNumber === true ? ' class="n"' : ''}>${escaped(cell)}</td>`;
    });
    return `<tr>${written.join('')}</tr>`;
  };
  const header = columns.map(
    (column) => `<th scope="col"${column.isNumber ? ' class="n"' : ''}>${escaped(column.title)}</th>`,
  );
  const parts = [
    `<div class="scroll" role="region" aria-label="${title}" tabindex="0">\n<table>\n<caption>${title}</caption>`,
    `<thead><tr>${header.join('')}</tr></thead>\n<tbody>`,
  ];
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    parts.push(
      rows
        .slice(start, start + ROWS_AT_ONCE)
        .map((row) => line(rowOf(row)))
        .join('\n'),
    );
    await nextTurn();
  }
  parts.push(`</tbody>${totals === null ? '' : `\n<tfoot>${line(totals)}</tfoot>`}\n</table>\n</div>`);
  return parts;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute; characters that no page may hold become U+FFFD. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
    .replaceAll(/[^\P{Control}\t\n\r]/gu, '\uFFFD');
}
