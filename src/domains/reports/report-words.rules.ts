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

/** Columns of plan and actual; the figures of the month grid. */
export const gridColumns = {
  planned: { title: { en: 'Planned', fr: 'Planifié' }, kind: 'hours' },
  unplanned: { title: { en: 'Unplanned', fr: 'Non planifié' }, kind: 'hours' },
  overtime: { title: { en: 'Overtime', fr: 'Heures en plus' }, kind: 'hours' },
  tace: { title: { en: 'TACE', fr: 'TACE' }, kind: 'percent' },
  unplannedDays: { title: { en: 'Unplanned days', fr: 'Jours non planifiés' }, kind: 'days' },
  understaffed: { title: { en: 'Understaffed', fr: 'Sous-occupé' }, kind: 'text' },
  difference: { title: { en: 'Difference', fr: 'Écart' }, kind: 'hours' },
} as const satisfies Record<string, Column>;

export const words = {
  team: { en: 'Team', fr: 'Équipe' },
  person: { en: 'Person', fr: 'Personne' },
  project: { en: 'Project', fr: 'Projet' },
  week: { en: 'Week of', fr: 'Semaine du' },
  yes: { en: 'yes', fr: 'oui' },
  no: { en: 'no', fr: 'non' },
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
export function frameFacts(frame: {
  computed_at: string;
  definition_version: number;
  stale_seconds?: number | undefined;
}): Fact[] {
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
    ...staleFacts(frame),
  ];
}

/** Nothing where the figures are right. */
export function staleFacts({ stale_seconds: seconds }: { stale_seconds?: number | undefined }): Fact[] {
  if (seconds === undefined) return [];
  const minutes = Math.ceil(seconds / 60);
  const value = { en: `some figures are ${minutes} min old`, fr: `certains chiffres datent de ${minutes} min` };
  return [{ title: { en: 'Being recomputed', fr: 'Recalcul en cours' }, value }];
}
