/** A table with everything a renderer may meet: both languages, every kind of cell, and names that mean harm. */
import type { ReportTable } from '../../../src/rendering/table.types';

export const harmfulNames = [
  '=HYPERLINK("http://evil.example","x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '＝1+1',
  'Smith, "Ada"; <script>alert(1)</script> & co',
  'two\nlines',
];

export const sampleTable: ReportTable = {
  title: { en: 'Sample by person', fr: 'Échantillon par personne' },
  period: { from: '2027-02-01', to: '2027-02-07' },
  facts: [{ title: { en: 'Computed at', fr: 'Calculé le' }, value: '2027-02-08 06:00 UTC' }],
  columns: [
    { title: { en: 'Person', fr: 'Personne' }, kind: 'text' },
    { title: { en: 'Date', fr: 'Date' }, kind: 'date' },
    { title: { en: 'Gap', fr: 'Écart' }, kind: 'hours' },
    { title: { en: 'Rate', fr: 'Taux' }, kind: 'percent' },
    { title: { en: 'Days', fr: 'Jours' }, kind: 'count' },
    { title: { en: 'Id', fr: 'Identifiant' }, kind: 'id' },
  ],
  rows: [
    ['Ada', '2027-02-01', 75_630, 0.857143, 3, 'id-ada'],
    [{ en: 'No team', fr: 'Sans équipe' }, '2027-02-02', -90, null, 0, null],
    ...harmfulNames.map((name) => [name, '2027-02-03', 0, 0, 0, null]),
  ],
  totals: [{ en: 'Total', fr: 'Total' }, null, 75_540, 0.5, 3, null],
  chart: {
    kind: 'bars',
    title: { en: 'Hours by person', fr: 'Heures par personne' },
    direction: 'across',
    categories: ['Ada', { en: 'No team', fr: 'Sans équipe' }, ...harmfulNames],
    series: [
      { title: { en: 'Firm', fr: 'Ferme' }, role: 'firm', minutes: [75_630, 600, ...harmfulNames.map(() => 60)] },
      { title: { en: 'Net', fr: 'Nette' }, role: 'capacity', minutes: [60_000, 900, ...harmfulNames.map(() => 90)] },
    ],
  },
};

/** The same with `count` rows. */
export function longTable(count: number): ReportTable {
  const rows = Array.from({ length: count }, (_, index) => [`Person ${index + 1}`, '2027-02-01', index, 0.5, 1, null]);
  return { ...sampleTable, rows };
}
