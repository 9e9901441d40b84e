/** Benefits: what people can have beside their pay, by which policy, and what was decided otherwise for one of them. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { RecordFields } from '../../shared/record-fields';

export interface BenefitType extends RecordFields {
  /** Unique among the types that are not deleted. */
  key: string;
  name: string;
}

/** Rules as they were sent: each benefit reads those it knows and leaves the others alone. */
export type BenefitRules = Readonly<Record<string, unknown>>;

export interface BenefitPolicy extends RecordFields {
  benefitTypeId: string;
  rules: BenefitRules;
  /** An inactive policy is kept and decides nothing. */
  active: boolean;
  /** Inclusive; null = since ever. */
  effectiveFrom: IsoDate | null;
  /** Inclusive; null = open. */
  effectiveTo: IsoDate | null;
}

/** A decision about one person that wins over the policies on its dates. */
export interface PersonBenefit extends RecordFields {
  personId: string;
  benefitTypeId: string;
  eligible: boolean;
  /** Inclusive. */
  effectiveFrom: IsoDate;
  /** Inclusive; null = open. */
  effectiveTo: IsoDate | null;
  /** null: none was given (v9 clients send none), and it is shown so. */
  reason: string | null;
}

/** Dates on which a person has a benefit by a policy and an engagement; nothing of it is stored. */
export interface PolicyEligibility {
  /** The same for the same policy and engagement. */
  id: string;
  personId: string;
  benefitTypeId: string;
  policyId: string;
  effectiveFrom: IsoDate;
  effectiveTo: IsoDate | null;
}
