/** What a report is about, for who is told that it is there. */
import { renderChartImage } from '../../rendering/render-chart-image';
import { inLanguage, writtenDate } from '../../rendering/written-values.rules';
import type { Language } from '../../rendering/table.types';
import type { ComputedReport } from './compute-report.query';
import { presentReportTable } from './report-table.presenter';

export interface ReportDescription {
  title: string;
  /** @example '16/11/2026 – 22/11/2026' */
  period: string;
  /** Lines such as when it was computed. */
  facts: { title: string; value: string }[];
  rows: number;
}

/** Title, dates and facts in one language. */
export function describeReport(computed: ComputedReport, language: Language): ReportDescription {
  const { title, period, facts, rows } = presentReportTable(computed);
  return {
    title: title[language],
    period: `${writtenDate(period.from, language)} – ${writtenDate(period.to, language)}`,
    facts: facts.map((fact) => ({ title: fact.title[language], value: inLanguage(fact.value, language) })),
    rows: rows.length,
  };
}

/** The report's chart as PNG; null where there is nothing to draw. */
export async function drawReport(computed: ComputedReport, language: Language): Promise<Buffer | null> {
  const { chart } = presentReportTable(computed);
  return chart === null ? null : renderChartImage(chart, language);
}
