/** The heat map as a table: a row for each person or team; spreadsheets and CSV have the load of each period too. */
import type { Cell, Column, HeatChart, ReportTable, Text, Words } from '../../rendering/table.types';
import type { HeatmapAnswer } from './heatmap.schema';
import { MOST_NAMES } from './report-charts.rules';
import { figureColumns, words } from './report-words.rules';
import { utilizationOf } from './utilization.rules';

const titles: Record<'person' | 'team', Words> = {
  person: { en: 'Load of people', fr: 'Charge des personnes' },
  team: { en: 'Load of teams', fr: 'Charge des équipes' },
};

type Row = HeatmapAnswer['rows'][number];

/** Sums over all periods, and firm load by net capacity. No totals: a person of two teams counts in both. */
export function presentHeatmapTable(heatmap: HeatmapAnswer, groupBy: 'person' | 'team'): ReportTable {
  const { columns, rows } = heatmap;
  const { net, firm, tentative, over, utilization } = figureColumns;
  return {
    title: titles[groupBy],
    period: { from: columns[0]?.start ?? '', to: columns.at(-1)?.end ?? '' },
    facts: [],
    columns: [
      { title: words[groupBy], kind: 'text' },
      net,
      firm,
      tentative,
      over,
      utilization,
      ...columns.map(({ start }): Column => ({ title: dateTitle(start), kind: 'percent', isForSpreadsheets: true })),
      { title: words.identifier, kind: 'id' },
    ],
    rows: rows.map((row) => [nameOf(row), ...sumCells(row), ...row.cells.map(loadOf), row.id]),
    totals: null,
    chart: loadChart(heatmap),
  };
}

function dateTitle(date: string): Words {
  return { en: date, fr: date.split('-').reverse().join('/') };
}

function nameOf(row: Row): Text {
  return row.id === null ? words.noTeam : row.name;
}

function sumCells({ cells }: Row): Cell[] {
  const sum = (place: 0 | 1 | 2 | 3): number => cells.reduce((total, cell) => total + cell[place], 0);
  const [net, firm] = [sum(0), sum(1)];
  return [net, firm, sum(2), sum(3), utilizationOf({ net, firm })];
}

function loadOf([net, firm]: Row['cells'][number]): number | null {
  return utilizationOf({ net, firm });
}

/** Of more rows than it has room for, those with the highest load in any period. */
function loadChart({ columns, rows }: HeatmapAnswer): HeatChart | null {
  if (rows.length === 0) return null;
  const drawn = rows.map((row) => ({ name: nameOf(row), ratios: row.cells.map(loadOf) }));
  const title = { en: 'Firm load by net capacity', fr: 'Charge ferme sur capacité nette' };
  const highest = (ratios: readonly (number | null)[]): number => Math.max(...ratios.map((ratio) => ratio ?? -1));
  const isCut = drawn.length > MOST_NAMES;
  return {
    kind: 'heat',
    title: isCut
      ? { en: `${title.en}, the ${MOST_NAMES} most loaded`, fr: `${title.fr}, les ${MOST_NAMES} plus chargés` }
      : title,
    dates: columns.map(({ start }) => start),
    rows: isCut ? [...drawn].sort((a, b) => highest(b.ratios) - highest(a.ratios)).slice(0, MOST_NAMES) : drawn,
  };
}
