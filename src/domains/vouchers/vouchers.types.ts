/** Meal vouchers (titres-restaurant): how many a person has in a month, why, and what earlier months still owe or are owed. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { AbsencePlan, OpenDayRange, PersonPlan } from '../capacity/capacity.types';

/** When a day worked counts (READINGS 49). */
export interface VoucherRules {
  /** Net minutes in both halves; otherwise any net minute will do. */
  bothHalves: boolean;
  /** Net minutes of the day at least. */
  minimumMinutes: number;
  /** False: an approved absence that is no time off takes the day or half all the same. */
  remoteCounts: boolean;
  /** Keys of absence types that take nothing here, e.g. training. */
  absenceTypesThatCount: ReadonlySet<string>;
}

/** Rules and the days they are in force. */
export interface RuleSpan extends OpenDayRange {
  /** null: no policy was ever made, and the rules are the usual ones. */
  policyId: string | null;
  rules: VoucherRules;
}

/** An approved absence with what its type says. */
export interface TypedAbsence {
  absence: AbsencePlan;
  typeKey: string;
  isTimeOff: boolean;
}

/** A decision about the person that wins over policies on its days. */
export interface VoucherDecision extends OpenDayRange {
  id: string;
  eligible: boolean;
  reason: string | null;
}

/** Everything that decides one person's vouchers. */
export interface VoucherPerson {
  plan: PersonPlan;
  /** Approved ones, time off or not. */
  absences: readonly TypedAbsence[];
  /** Engagements of the type employee on the payroll. */
  payroll: readonly OpenDayRange[];
  decisions: readonly VoucherDecision[];
}

/** Why a day counts or not; the first that holds, in this order. */
export const voucherReasons = [
  'not_employed',
  'day_off',
  'holiday',
  'absence',
  'remote',
  'half_day',
  'below_minimum',
  'override',
  'no_policy',
  'not_eligible',
  'worked',
] as const;
export type VoucherReason = (typeof voucherReasons)[number];

/** What took minutes of a day, or would have if its type did not count. */
export interface VoucherCause {
  kind: 'holiday' | 'absence' | 'remote' | 'absence_that_counts';
  id: string;
  label: string;
  minutes: number;
}

/** One date of one person: `days` vouchers, of which the policy alone gives `ruleDays`. */
export interface VoucherDay {
  date: IsoDate;
  days: 0 | 1;
  ruleDays: 0 | 1;
  reason: VoucherReason;
  morningMinutes: number;
  afternoonMinutes: number;
  /** null where no policy, or the usual rules, were in force. */
  policyId: string | null;
  override: { id: string; eligible: boolean; reason: string | null } | null;
  causes: VoucherCause[];
}

/** A date of a closed month that turned out otherwise. */
export interface VoucherChange {
  date: IsoDate;
  before: number;
  after: number;
  reason: VoucherReason;
}

/** What a closed month adds to a later one. */
export interface CorrectionLine {
  /** The closed month, `YYYY-MM`. */
  month: string;
  /** `recount`: its days changed after it was closed. `carried`: it would have been below 0. */
  kind: 'recount' | 'carried';
  days: number;
  changes: VoucherChange[];
}

/** A person's month as it is now, or as it was when the month was closed. */
export interface VoucherRow {
  personId: string;
  matricule: string | null;
  /** Vouchers to order: rule + override + corrections, never below 0. */
  days: number;
  ruleDays: number;
  /** What decisions about the person add (or take, negative). */
  overrideDays: number;
  /** 0 or negative: what a month below 0 leaves to the next. */
  carriedOver: number;
  parts: VoucherDay[];
  corrections: CorrectionLine[];
}

/** A closed month. */
export interface VoucherMonth {
  id: string;
  /** Its first day. */
  month: IsoDate;
  closedAt: Date;
  closedBy: string | null;
  people: number;
  days: number;
}
