/** The utilization report as a table. */
import type { Cell, Column, ReportTable, Text, Words } from '../../rendering/table.types';
import { loadChart } from './report-charts.rules';
import { figureColumns, frameFacts, words } from './report-words.rules';
import type { UtilizationAnswer } from './reports.schema';
import type { UtilizationGroup } from './reports.types';

const titles: Record<UtilizationGroup, Words> = {
  team: { en: 'Utilization by team', fr: 'Taux d’occupation par équipe' },
  person: { en: 'Utilization by person', fr: 'Taux d’occupation par personne' },
  project: { en: 'Utilization by project', fr: 'Taux d’occupation par projet' },
};

const figures = ['nominal', 'holiday', 'absence', 'net', 'firm', 'tentative', 'worked', 'over'] as const;

/** A row for each item; the totals count each person-day once, so by team or project they are not the sum of the rows. */
export function presentUtilizationTable(report: UtilizationAnswer): ReportTable {
  const named: Column = { title: words[report.group_by], kind: 'text' };
  return {
    title: titles[report.group_by],
    period: { from: report.from, to: report.to },
    facts: frameFacts(report),
    computedAt: report.computed_at,
    columns: [
      named,
      ...figures.map((figure) => figureColumns[figure]),
      figureColumns.utilization,
      { title: words.identifier, kind: 'id' },
    ],
    rows: report.items.map((item) => [nameOf(item, report.group_by), ...sumCells(item), item.id]),
    totals: [words.total, ...sumCells(report.totals), null],
    chart: loadChart(
      report.items.map((item) => ({
        name: nameOf(item, report.group_by),
        net: item.net_minutes,
        firm: item.firm_minutes,
        tentative: item.tentative_minutes,
      })),
    ),
  };
}

function nameOf(item: UtilizationAnswer['items'][number], groupBy: UtilizationGroup): Text {
  if (item.id !== null) return item.name;
  return groupBy === 'project' ? words.noProject : words.noTeam;
}

function sumCells(sums: UtilizationAnswer['totals']): Cell[] {
  return [...figures.map((figure) => sums[`${figure}_minutes`]), sums.utilization];
}
