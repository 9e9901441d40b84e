/** The overbookings report as a table. */
import type { ReportTable } from '../../rendering/table.types';
import { overChart } from './report-charts.rules';
import { figureColumns, frameFacts, words } from './report-words.rules';
import type { OverbookingsAnswer } from './reports.schema';

/** A row for each person and day. */
export function presentOverbookingsTable(report: OverbookingsAnswer): ReportTable {
  const { net, firm, over } = figureColumns;
  const overMinutes = report.items.reduce((sum, item) => sum + item.over_minutes, 0);
  return {
    title: { en: 'Overbookings', fr: 'Surcharges' },
    period: { from: report.from, to: report.to },
    facts: frameFacts(report),
    computedAt: report.computed_at,
    columns: [
      { title: words.date, kind: 'date' },
      { title: words.person, kind: 'text' },
      net,
      firm,
      over,
      { title: words.allocations, kind: 'count' },
      { title: words.conflict, kind: 'text' },
      { title: { en: 'Person id', fr: 'Identifiant de la personne' }, kind: 'id' },
      { title: { en: 'Conflict id', fr: 'Identifiant du conflit' }, kind: 'id' },
    ],
    rows: report.items.map((item) => [
      item.date,
      item.person_name,
      item.net_minutes,
      item.firm_minutes,
      item.over_minutes,
      item.allocation_ids.length,
      item.state === null ? null : words[item.state],
      item.person_id,
      item.conflict_id,
    ]),
    totals: [words.total, null, null, null, overMinutes, null, null, null, null],
    chart: overChart(report.items, report),
  };
}
