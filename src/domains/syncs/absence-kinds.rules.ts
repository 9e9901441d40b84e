/** Providers' words for absences as types of ours: what each is called, and whether it is time off. */

/** A type that is registered when it is first met; the organisation may edit it afterwards. */
export interface AbsenceTypeDefaults {
  label: string;
  isTimeOff: boolean;
}

/** Present, only elsewhere or otherwise: no capacity is lost. */
const NO_TIME_OFF = new Set(['colleague_remote', 'uk_kit']);

const LABELS: Readonly<Record<string, string>> = {
  fr_adoption: "Congé d'adoption",
  fr_conges_payes: 'Congés payés',
  fr_rtt: 'RTT',
  fr_absence_remuneree: 'Absence rémunérée',
  fr_repos: 'Repos',
  fr_sans_solde: 'Congé sans solde',
  fr_maladie_ordinaire: 'Maladie',
  fr_accident_travail: 'Accident du travail',
  fr_accident_trajet: 'Accident de trajet',
  fr_maladie_professionnelle: 'Maladie professionnelle',
  fr_temps_partiel_therapeutique: 'Temps partiel thérapeutique',
  fr_paternite: 'Congé de paternité',
  fr_maternite: 'Congé de maternité',
  fr_second_parent: 'Congé du second parent',
  fr_pathologique: 'Congé pathologique',
  fr_naissance: 'Congé de naissance',
  fr_enfant_malade: 'Enfant malade',
  fr_parental_education: "Congé parental d'éducation",
  fr_mariage: 'Congé pour mariage',
  fr_deces: 'Congé pour décès',
  fr_deuil: 'Congé de deuil',
  fr_mise_a_pied: 'Mise à pied',
  fr_activite_partielle: 'Activité partielle',
  fr_autre: 'Autre absence',
  fr_ecole: 'École',
  uk_annual_leave: 'Annual leave',
  uk_maternity: 'Maternity leave',
  uk_paternity: 'Paternity leave',
  uk_kit: 'Keeping-in-touch day',
  uk_adoption: 'Adoption leave',
  uk_sick_leave: 'Sick leave',
  uk_covid: 'Covid leave',
  uk_paid_leave: 'Paid leave',
  uk_jury_service: 'Jury service',
  uk_unpaid_leave: 'Unpaid leave',
  uk_compassionate_leave: 'Compassionate leave',
  uk_bereavement_leave: 'Bereavement leave',
  es_vacaciones: 'Vacaciones',
  es_visita_medica: 'Visita médica',
  es_asunto_personal: 'Asunto personal',
  es_asunto_familiar: 'Asunto familiar',
  es_cuidado_de_hijos: 'Cuidado de hijos',
  es_permisos: 'Permisos',
  es_compensacion_dias_trabajados: 'Compensación de días trabajados',
  es_baja_medica: 'Baja médica',
  es_otros: 'Otros',
  colleague_leave: 'Leave',
  colleague_partial_leave: 'Partial leave',
  colleague_school: 'School',
  colleague_remote: 'Remote work',
  other: 'Other absence',
  gryzzly_leave: 'Leave (Gryzzly)',
};

/** Every word we have a name for. */
export const knownAbsenceTypes: readonly string[] = Object.keys(LABELS);

/** How a type begins here. A word that nobody has met is time off: leave that is missed costs more than leave too many. */
export function absenceTypeDefaults(type: string): AbsenceTypeDefaults {
  return { label: LABELS[type] ?? type, isTimeOff: !NO_TIME_OFF.has(type) };
}

/** The status of an absence here; null = there is none here for it. @example a declined request that we never had is nothing */
export function absenceStatusOf(
  status: string,
  isKnown: boolean,
): 'approved' | 'requested' | 'declined' | 'cancelled' | null {
  if (status === 'approved' || status === 'pending_cancellation') return 'approved';
  if (status === 'pending_approval') return 'requested';
  if (!isKnown) return null;
  return status === 'declined' ? 'declined' : 'cancelled';
}
