/** The people behind both fakes, before either of them gives them a shape. */
import type { IsoDate } from '../shared/calendar-dates';

/** What is odd about somebody in payroll, one each of the cases a client must survive. */
export type PayfitOddity =
  | 'no-contract'
  | 'two-contracts'
  | 'two-emails'
  | 'personal-email-only'
  | 'no-matricule'
  | 'archived-without-end'
  | 'pending'
  | 'twice';

/** Where the payroll counts vouchers otherwise than the plan: by another rule all the time, or by mistake in the present month. */
export type VoucherOddity = 'counts-half-days' | 'one-too-few' | 'two-too-many';

export type GryzzlyOddity = 'no-email' | 'disabled' | 'one-word-name' | 'surname-first';

export interface Human {
  /** From 1, unique. */
  number: number;
  givenName: string;
  surname: string;
  birthName: string | null;
  birthDate: IsoDate;
  gender: 'male' | 'female';
  email: string;
  personalEmail: string;
  phone: string;
  matricule: string | null;
  hiredOn: IsoDate;
  leftOn: IsoDate | null;
  weeklyHours: number;
  jobName: string;
  teamName: string;
  /** Number of the manager; null for the head. */
  managerNumber: number | null;
  isIntern: boolean;
  inPayfit: boolean;
  inGryzzly: boolean;
  payfitOddity: PayfitOddity | null;
  gryzzlyOddity: GryzzlyOddity | null;
  voucherOddity: VoucherOddity | null;
  /** Whose public holidays they have: a region of France, null for the rest. */
  holidayRegion: string | null;
  /** Half days, `2026-11-03/am`, that payroll knows as not worked beside the leave it lists. */
  halfDaysOff: ReadonlySet<string>;
  /** Days from today between which there are time entries, both included. */
  declares: { from: number; to: number };
}
