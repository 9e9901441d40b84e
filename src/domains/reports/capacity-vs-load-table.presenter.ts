/** The capacity-vs-load report as a table. */
import type { ReportTable, Text, Words } from '../../rendering/table.types';
import type { Granularity } from './capacity-vs-load.rules';
import { teamsChart } from './report-charts.rules';
import { figureColumns, frameFacts, words } from './report-words.rules';
import type { CapacityVsLoadAnswer } from './reports.schema';

const titles: Record<Granularity, Words> = {
  week: { en: 'Capacity and load by week', fr: 'Capacité et charge par semaine' },
  month: { en: 'Capacity and load by month', fr: 'Capacité et charge par mois' },
};

/** A row for each team and period. No totals: a person of two teams counts in both. */
export function presentCapacityVsLoadTable(report: CapacityVsLoadAnswer): ReportTable {
  const { net, firm, tentative, gap } = figureColumns;
  return {
    title: titles[report.granularity],
    period: { from: report.from, to: report.to },
    facts: frameFacts(report),
    computedAt: report.computed_at,
    columns: [
      { title: words.team, kind: 'text' },
      { title: words.start, kind: 'date' },
      { title: words.end, kind: 'date' },
      net,
      firm,
      tentative,
      gap,
      { title: words.identifier, kind: 'id' },
    ],
    rows: report.items.flatMap((team) =>
      team.periods.map((period) => [
        nameOf(team),
        period.start,
        period.end,
        period.net_minutes,
        period.firm_minutes,
        period.tentative_minutes,
        period.gap_minutes,
        team.team_id,
      ]),
    ),
    totals: null,
    chart: teamsChart(report.items.map((team) => ({ name: nameOf(team), periods: team.periods }))),
  };
}

function nameOf(team: CapacityVsLoadAnswer['items'][number]): Text {
  return team.team_id === null ? words.noTeam : team.team_name;
}
