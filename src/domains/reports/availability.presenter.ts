/** The availability finder as it is answered in JSON, and as a table. */
import type { ReportTable } from '../../rendering/table.types';
import type { AvailablePerson } from './availability.rules';
import type { AvailabilityAnswer } from './availability.schema';
import { freeChart } from './report-charts.rules';
import { figureColumns, staleFacts, words } from './report-words.rules';
import { presentStale } from './reports.presenter';

/** In the order given. Dates inclusive. */
export function presentAvailability(
  people: readonly AvailablePerson[],
  { from, to, staleSeconds }: { from: string; to: string; staleSeconds: number | null },
): AvailabilityAnswer {
  const items = people.map((person) => ({
    person_id: person.personId,
    person_name: person.personName,
    net_minutes: person.netMinutes,
    firm_minutes: person.firmMinutes,
    tentative_minutes: person.tentativeMinutes,
    free_minutes: person.freeMinutes,
    days: person.days.map((day) => ({ date: day.date, free_minutes: day.freeMinutes })),
  }));
  return { from, to, ...presentStale(staleSeconds), items, total: items.length };
}

/** A row for each person; their days as a number. */
export function presentAvailabilityTable(report: AvailabilityAnswer): ReportTable {
  const { net, firm, tentative, free } = figureColumns;
  const figures = ['net_minutes', 'firm_minutes', 'tentative_minutes', 'free_minutes'] as const;
  return {
    title: { en: 'Availability', fr: 'Disponibilités' },
    period: { from: report.from, to: report.to },
    facts: staleFacts(report),
    columns: [
      { title: words.person, kind: 'text' },
      net,
      firm,
      tentative,
      free,
      { title: words.daysThatFit, kind: 'count' },
      { title: words.identifier, kind: 'id' },
    ],
    rows: report.items.map((item) => [
      item.person_name,
      ...figures.map((figure) => item[figure]),
      item.days.length,
      item.person_id,
    ]),
    totals: [
      words.total,
      ...figures.map((figure) => report.items.reduce((sum, item) => sum + item[figure], 0)),
      null,
      null,
    ],
    chart: freeChart(report.items),
  };
}
