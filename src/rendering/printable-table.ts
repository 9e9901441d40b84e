/** A report whose names can be drawn with the letters there are. */
import type { Cell, Chart, ReportTable, Text } from './table.types';

/** The same table with every text that somebody wrote changed by `print`; our own words stay. */
export function printableTable(table: ReportTable, print: (text: string) => string): ReportTable {
  const text = (value: Text): Text => (typeof value === 'string' ? print(value) : value);
  const cell = (value: Cell): Cell => (value === null || typeof value === 'number' ? value : text(value));
  return {
    ...table,
    facts: table.facts.map((fact) => ({ ...fact, value: text(fact.value) })),
    rows: table.rows.map((row) => row.map(cell)),
    totals: table.totals?.map(cell) ?? null,
    chart: table.chart === null ? null : printableChart(table.chart, text),
  };
}

function printableChart(chart: Chart, text: (value: Text) => Text): Chart {
  if (chart.kind === 'bars') return { ...chart, categories: chart.categories.map(text) };
  return { ...chart, rows: chart.rows.map((row) => ({ ...row, name: text(row.name) })) };
}
