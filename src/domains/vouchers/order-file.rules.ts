/** The order of a month: a line for everybody who gets vouchers, once it is known by which payroll number. */
import type { ReportTable, Words } from '../../rendering/table.types';

export interface OrderLine {
  personId: string;
  name: string;
  matricule: string | null;
  days: number;
}

/** What is missing for whom before the order can be made. */
export interface OrderGap {
  person_id: string;
  person_name: string;
  problem: 'no_matricule' | 'matricule_of_several_people';
  matricule: string | null;
}

/** Lines with vouchers, by payroll number. @example somebody with 0 days is not ordered for */
export function orderLines(people: readonly OrderLine[]): OrderLine[] {
  const ordered = people.filter(({ days }) => days > 0);
  const keyOf = ({ matricule, name, personId }: OrderLine): string => [matricule ?? '', name, personId].join('\n');
  return ordered.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The lines to order, and those of `erased` people whose payroll number is gone for good: no order can name them. */
export function withoutErased(
  lines: readonly OrderLine[],
  erased: ReadonlySet<string>,
): { lines: OrderLine[]; leftOut: OrderLine[] } {
  const isGone = ({ matricule, personId }: OrderLine): boolean => matricule === null && erased.has(personId);
  return { lines: lines.filter((line) => !isGone(line)), leftOut: lines.filter(isGone) };
}

/** Every gap of the order; none: it can be made. */
export function orderGaps(lines: readonly OrderLine[]): OrderGap[] {
  const holders = new Map<string | null, number>();
  for (const { matricule } of lines) holders.set(matricule, (holders.get(matricule) ?? 0) + 1);
  return lines.flatMap(({ personId, name, matricule }): OrderGap[] => {
    const about = { person_id: personId, person_name: name, matricule };
    if (matricule === null) return [{ ...about, problem: 'no_matricule' }];
    return holders.get(matricule) === 1 ? [] : [{ ...about, problem: 'matricule_of_several_people' }];
  });
}

/** `Annee;Mois;Matricule;Nb jours`, the same words in every language since a program reads them. */
export function orderTable(month: string, lines: readonly OrderLine[]): ReportTable {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return {
    title: words('Titres-restaurant'),
    period: { from: `${month}-01`, to: `${month}-01` },
    facts: [],
    columns: [
      { title: words('Annee'), kind: 'count' },
      { title: words('Mois'), kind: 'count' },
      { title: words('Matricule'), kind: 'text' },
      { title: words('Nb jours'), kind: 'count' },
    ],
    rows: lines.map(({ matricule, days }) => [year, number, matricule, days]),
    totals: null,
    chart: null,
  };
}

function words(text: string): Words {
  return { en: text, fr: text };
}
