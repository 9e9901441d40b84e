/** What the reports' files say, in every language. One word for one figure, the same in every report. */
import type { Column, Fact, Words } from '../../rendering/table.types';

/** Columns that several reports have; hours are kept in minutes. */
export const figureColumns = {
  nominal: { title: { en: 'Nominal', fr: 'Heures théoriques' }, kind: 'hours' },
  holiday: { title: { en: 'Holidays', fr: 'Jours fériés' }, kind: 'hours' },
  absence: { title: { en: 'Absences', fr: 'Absences' }, kind: 'hours' },
  net: { title: { en: 'Net capacity', fr: 'Capacité nette' }, kind: 'hours' },
  firm: { title: { en: 'Firm load', fr: 'Charge ferme' }, kind: 'hours' },
  tentative: { title: { en: 'Tentative load', fr: 'Charge provisoire' }, kind: 'hours' },
  worked: { title: { en: 'Worked', fr: 'Réalisé' }, kind: 'hours' },
  over: { title: { en: 'Over', fr: 'Dépassement' }, kind: 'hours' },
  gap: { title: { en: 'Gap', fr: 'Écart' }, kind: 'hours' },
  free: { title: { en: 'Free', fr: 'Disponible' }, kind: 'hours' },
  utilization: { title: { en: 'Utilization', fr: 'Taux d’occupation' }, kind: 'percent' },
} as const satisfies Record<string, Column>;

export const words = {
  team: { en: 'Team', fr: 'Équipe' },
  person: { en: 'Person', fr: 'Personne' },
  project: { en: 'Project', fr: 'Projet' },
  date: { en: 'Date', fr: 'Date' },
  start: { en: 'From', fr: 'Du' },
  end: { en: 'To', fr: 'Au' },
  allocations: { en: 'Allocations', fr: 'Affectations' },
  conflict: { en: 'Conflict', fr: 'Conflit' },
  open: { en: 'open', fr: 'ouvert' },
  accepted: { en: 'accepted', fr: 'accepté' },
  daysThatFit: { en: 'Days that fit', fr: 'Jours qui conviennent' },
  total: { en: 'Total', fr: 'Total' },
  noTeam: { en: 'No team', fr: 'Sans équipe' },
  noProject: { en: 'No project', fr: 'Sans projet' },
  identifier: { en: 'Id', fr: 'Identifiant' },
} as const satisfies Record<string, Words>;

/** What every report says about itself. @example 'Computed at' '2027-02-01 08:00 UTC' */
export function frameFacts(frame: { computed_at: string; definition_version: number }): Fact[] {
  const date = frame.computed_at.slice(0, 10);
  const time = `${frame.computed_at.slice(11, 16)} UTC`;
  return [
    {
      title: { en: 'Computed at', fr: 'Calculé le' },
      value: { en: `${date} ${time}`, fr: `${date.split('-').reverse().join('/')} ${time}` },
    },
    {
      title: { en: 'Version of the definitions', fr: 'Version des définitions' },
      value: String(frame.definition_version),
    },
  ];
}
