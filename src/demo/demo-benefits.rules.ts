/** Meal vouchers of the demo: a policy, one person who eats at a client's canteen, and one decision that came too late. */
import type { BenefitPolicy, BenefitType, PersonBenefit } from '../domains/benefits/benefits.types';
import type { PersonIdentifier } from '../domains/people/person-contacts.types';
import type { DemoDates } from './demo-dates.rules';
import { demoMatricule } from './demo-identifiers.rules';
import { demoId } from './demo-ids.rules';
import { roster } from './demo-roster.rules';
import type { RosterEntry, Row } from './demo.types';

export interface DemoBenefits {
  /** Closed, and so frozen; `YYYY-MM`. */
  closedMonth: string;
  /** Payroll numbers of everybody on the payroll. */
  matricules: Row<PersonIdentifier>[];
  types: Row<BenefitType>[];
  policies: Row<BenefitPolicy>[];
  decisions: Row<PersonBenefit>[];
  /** Made after the month was closed: its days are taken off the next month. */
  lateDecision: Row<PersonBenefit>;
}

/** Everything is about last month and later. */
export function demoBenefits(dates: DemoDates): DemoBenefits {
  const benefitTypeId = demoId('benefit_type', 'titres_restaurant');
  const lastMonth = dates.monthStart(-1);
  const closedMonth = lastMonth.slice(0, 7);
  const decisionAbout = (key: string, span: Pick<PersonBenefit, 'effectiveFrom' | 'effectiveTo' | 'reason'>) => ({
    id: demoId('person_benefit', key),
    personId: demoId('person', key),
    benefitTypeId,
    eligible: false,
    ...span,
  });
  return {
    closedMonth,
    matricules: roster.flatMap((entry, position) => (entry.contractor === true ? [] : [matriculeOf(entry, position)])),
    types: [{ id: benefitTypeId, key: 'titres_restaurant', name: 'Titres-restaurant' }],
    policies: [
      {
        id: demoId('benefit_policy', 'titres_restaurant'),
        benefitTypeId,
        rules: { both_halves: true, remote_counts: true, absence_types_that_count: [] },
        active: true,
        effectiveFrom: `${String(dates.years[0])}-01-01`,
        effectiveTo: null,
      },
    ],
    decisions: [
      decisionAbout('valerie', {
        effectiveFrom: lastMonth,
        effectiveTo: null,
        reason: 'Déjeune à la cantine du client',
      }),
    ],
    lateDecision: decisionAbout('olivier', {
      effectiveFrom: `${closedMonth}-22`,
      effectiveTo: `${closedMonth}-28`,
      reason: 'Repas pris en charge en déplacement',
    }),
  };
}

function matriculeOf({ key }: RosterEntry, position: number): Row<PersonIdentifier> {
  return {
    id: demoId('person_identifier', key),
    personId: demoId('person', key),
    idType: 'matricule',
    idValue: demoMatricule(position),
    source: 'manual',
  };
}
