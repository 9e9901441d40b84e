/** The plan-vs-actual report as it is answered in JSON, and as a table. */
import type { BarChart, ReportTable } from '../../rendering/table.types';
import { addDays, fromEpochDay, mondayOf, toEpochDay } from '../../shared/calendar-dates';
import type { NamedPlanActual } from './plan-vs-actual.query';
import type { PlanVsActualAnswer } from './plan-vs-actual.schema';
import { figureColumns, frameFacts, gridColumns, words } from './report-words.rules';
import { presentFrame, type ReportFrame } from './reports.presenter';

/** In the order given; a positive difference is more work than was planned. */
export function presentPlanVsActual(
  rows: readonly NamedPlanActual[],
  { teamId, ...frame }: ReportFrame & { teamId: string | null },
): PlanVsActualAnswer {
  const items = rows.map((row) => ({
    person_id: row.personId,
    person_name: row.personName,
    project_id: row.projectId,
    project_name: row.projectName,
    week: fromEpochDay(row.week),
    ...minutesOf(row.plannedMinutes, row.workedMinutes),
  }));
  const planned = items.reduce((sum, item) => sum + item.planned_minutes, 0);
  const worked = items.reduce((sum, item) => sum + item.worked_minutes, 0);
  return { ...presentFrame(frame), team_id: teamId, items, total: items.length, totals: minutesOf(planned, worked) };
}

function minutesOf(planned: number, worked: number): PlanVsActualAnswer['totals'] {
  return { planned_minutes: planned, worked_minutes: worked, difference_minutes: worked - planned };
}

/** A row for each person, project and week. */
export function presentPlanVsActualTable(report: PlanVsActualAnswer): ReportTable {
  const { totals } = report;
  return {
    title: { en: 'Plan and actual', fr: 'Prévu et réalisé' },
    period: { from: report.from, to: report.to },
    facts: frameFacts(report),
    computedAt: report.computed_at,
    columns: [
      { title: words.person, kind: 'text' },
      { title: words.project, kind: 'text' },
      { title: words.week, kind: 'date' },
      gridColumns.planned,
      figureColumns.worked,
      gridColumns.difference,
      { title: { en: 'Person id', fr: 'Identifiant de la personne' }, kind: 'id' },
      { title: { en: 'Project id', fr: 'Identifiant du projet' }, kind: 'id' },
    ],
    rows: report.items.map((item) => [
      item.person_name,
      item.project_name ?? words.noProject,
      item.week,
      item.planned_minutes,
      item.worked_minutes,
      item.difference_minutes,
      item.person_id,
      item.project_id,
    ]),
    totals: [
      words.total,
      null,
      null,
      totals.planned_minutes,
      totals.worked_minutes,
      totals.difference_minutes,
      null,
      null,
    ],
    chart: weeksChart(report),
  };
}

/** Bars of worked hours by week beside a line of what was planned; weeks without either are shown as zero. */
function weeksChart({ items, from, to }: PlanVsActualAnswer): BarChart | null {
  if (items.length === 0) return null;
  const first = fromEpochDay(mondayOf(toEpochDay(from)));
  const count = Math.floor((toEpochDay(to) - toEpochDay(first)) / 7) + 1;
  const weeks = new Map(Array.from({ length: count }, (_, index) => [addDays(first, 7 * index), [0, 0]]));
  for (const item of items) {
    const sums = weeks.get(item.week) ?? [0, 0];
    weeks.set(item.week, [(sums[0] ?? 0) + item.planned_minutes, (sums[1] ?? 0) + item.worked_minutes]);
  }
  const column = (index: number): number[] => [...weeks.values()].map((sums) => sums[index] ?? 0);
  return {
    kind: 'bars',
    title: { en: 'Planned and worked by week', fr: 'Prévu et réalisé par semaine' },
    direction: 'up',
    categories: [...weeks.keys()],
    series: [
      { title: figureColumns.worked.title, role: 'free', minutes: column(1) },
      { title: gridColumns.planned.title, role: 'capacity', minutes: column(0) },
    ],
  };
}
