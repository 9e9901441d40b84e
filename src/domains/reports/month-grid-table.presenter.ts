/** The month grid as a table: a row for each person; spreadsheets and CSV have a column for each date too. */
import type { Cell, Chart, Column, ReportTable } from '../../rendering/table.types';
import { MOST_NAMES } from './report-charts.rules';
import { figureColumns, frameFacts, gridColumns, words } from './report-words.rules';
import type { MonthGridAnswer } from './month-grid.schema';

type Kpis = MonthGridAnswer['totals'];
type Item = MonthGridAnswer['items'][number];

/** Of a date: the hours that are worked or planned, nothing where there is no hour to plan. */
export function presentMonthGridTable(report: MonthGridAnswer): ReportTable {
  const { net, absence, worked } = figureColumns;
  const { planned, unplanned, overtime, tace, unplannedDays, understaffed } = gridColumns;
  return {
    title: { en: 'Month grid', fr: 'Plan de charge du mois' },
    period: { from: report.from, to: report.to },
    facts: frameFacts(report),
    computedAt: report.computed_at,
    columns: [
      { title: words.person, kind: 'text' },
      net,
      absence,
      worked,
      planned,
      unplanned,
      overtime,
      tace,
      unplannedDays,
      understaffed,
      ...report.days.map(({ date }) => dateColumn(date)),
      { title: words.identifier, kind: 'id' },
    ],
    rows: report.items.map((item) => [
      item.person_name,
      ...kpiCells(item),
      ...item.days.map(coveredMinutes),
      item.person_id,
    ]),
    totals: [
      words.total,
      ...kpiCells(report.totals),
      ...report.days.map((day) => (day.net_minutes === 0 ? null : day.worked_minutes + day.planned_minutes)),
      null,
    ],
    chart: coverageChart(report),
  };
}

function dateColumn(date: string): Column {
  return {
    title: { en: date, fr: date.split('-').reverse().join('/') },
    kind: 'hours',
    isForSpreadsheets: true,
  };
}

function kpiCells(kpis: Kpis): Cell[] {
  return [
    kpis.net_minutes,
    kpis.absence_minutes,
    kpis.worked_minutes,
    kpis.planned_minutes,
    kpis.unplanned_minutes,
    kpis.overtime_minutes,
    kpis.tace,
    kpis.unplanned_days,
    kpis.understaffed ? words.yes : words.no,
  ];
}

function coveredMinutes(day: Item['days'][number]): number | null {
  const covered = day.worked + day.planned;
  return covered + day.unplanned === 0 ? null : covered;
}

/** Somebody's line by date; of more people than it has room for, those with least of their time covered. */
function coverageChart({ items, days }: MonthGridAnswer): Chart | null {
  const busy = items.filter((item) => item.tace !== null);
  if (busy.length === 0) return null;
  const title = { en: 'Worked or planned by net capacity', fr: 'Réalisé ou planifié sur capacité nette' };
  const isCut = busy.length > MOST_NAMES;
  const shown = isCut ? [...busy].sort((a, b) => (a.tace ?? 0) - (b.tace ?? 0)).slice(0, MOST_NAMES) : busy;
  return {
    kind: 'heat',
    title: isCut
      ? { en: `${title.en}, the ${MOST_NAMES} least covered`, fr: `${title.fr}, les ${MOST_NAMES} moins couverts` }
      : title,
    dates: days.map((day) => day.date),
    rows: shown.map((item) => ({ name: item.person_name, ratios: item.days.map(coverageOf) })),
  };
}

function coverageOf(day: Item['days'][number]): number | null {
  const net = day.worked + day.planned + day.unplanned;
  return net === 0 ? null : (day.worked + day.planned) / net;
}
