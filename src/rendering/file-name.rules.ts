/** Names of files: letters, digits and dashes only, so that no system, header or shell reads anything into them. */
import { inLanguage } from './written-values.rules';
import type { Language, ReportTable } from './table.types';

/** @example fileNameOf(table, 'fr', 'csv') === 'taux-d-occupation-par-equipe_2027-02-01_2027-02-07.csv' */
export function fileNameOf(
  table: Pick<ReportTable, 'title' | 'period'>,
  language: Language,
  extension: string,
): string {
  return `${slugOf(inLanguage(table.title, language))}_${table.period.from}_${table.period.to}.${extension}`;
}

/** Lower case without accents; whatever is neither letter nor digit becomes a dash. At most 80 characters, never empty. */
export function slugOf(text: string): string {
  const slug = text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replaceAll(/^-|-$/g, '');
  return slug === '' ? 'report' : slug;
}
