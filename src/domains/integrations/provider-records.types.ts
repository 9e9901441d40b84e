/** What providers say, in words of ours: one shape per record kind, with every value normalised and nothing decided yet. */
import type { IsoDate } from '../../shared/calendar-dates';

export const payfitRecordKinds = ['collaborator', 'contract', 'absence', 'meal_vouchers'] as const;
export const gryzzlyRecordKinds = ['user', 'project', 'task', 'declaration', 'leave_period'] as const;

export type PayfitRecordKind = (typeof payfitRecordKinds)[number];
export type GryzzlyRecordKind = (typeof gryzzlyRecordKinds)[number];
export type RecordKind = PayfitRecordKind | GryzzlyRecordKind;

/** Half-day bounds as absences have them; null where a provider's bounds cover no half day at all. */
export interface LeaveSpan {
  startDate: IsoDate;
  startsAt: 'beginning_of_day' | 'middle_of_day';
  endDate: IsoDate;
  endsAt: 'middle_of_day' | 'end_of_day';
}

/** A human as payroll knows them. Texts are trimmed; an empty text is null. */
export interface CollaboratorFields {
  givenName: string;
  surname: string;
  secondSurname: string | null;
  birthName: string | null;
  birthDate: IsoDate | null;
  gender: 'male' | 'female' | 'other' | null;
  matricule: string | null;
  /** Lower case, without repeats. */
  emails: { address: string; type: 'professional' | 'personal' | 'unknown' }[];
  phones: string[];
  addresses: { street: string | null; postcode: string | null; city: string | null; country: string | null }[];
  managerExternalId: string | null;
  teamName: string | null;
  /** End of the last contract, if it has one. */
  terminationDate: IsoDate | null;
  contracts: {
    externalId: string;
    startDate: IsoDate | null;
    endDate: IsoDate | null;
    /** Null where the provider left it out. */
    status: ContractStatus | null;
  }[];
  /** First start among the contracts. */
  startDate: IsoDate | null;
}

export type ContractStatus = 'ACTIVE' | 'ARCHIVED' | 'PENDING';

export interface ContractFields {
  collaboratorExternalId: string;
  jobName: string | null;
  status: ContractStatus;
  startDate: IsoDate;
  /** Null: open, or archived without a date. */
  endDate: IsoDate | null;
  probationEndDate: IsoDate | null;
  /** Hours a week; null without the scope that shows them. */
  weeklyHours: number | null;
  /** 1 = full time. */
  fullTimeEquivalent: number | null;
  isFullTime: boolean | null;
  /** DSN S21.G00.40.007, two digits; null outside France. */
  natureCode: string | null;
  engagementType: 'employee' | 'intern' | 'contractor';
}

export interface AbsenceFields {
  contractExternalId: string;
  /** As the provider spells it, e.g. `fr_conges_payes`; an open set. */
  type: string;
  status: 'approved' | 'pending_approval' | 'declined' | 'cancelled' | 'pending_cancellation';
  span: LeaveSpan | null;
}

/** External id: `collaborator/YYYY-MM`. */
export interface MealVouchersFields {
  collaboratorExternalId: string;
  /** YYYY-MM. */
  month: string;
  vouchersCount: number;
  /** Amounts in euros, as the provider gives them. */
  voucherAmount: number;
  companyPartAmount: number;
  employeePartAmount: number;
  dayOffEligibility: boolean;
}

export interface UserFields {
  displayName: string | null;
  email: string | null;
  role: string | null;
  active: boolean;
  disabledAt: string | null;
  /** Time up to this date is validated. */
  approvedUntil: IsoDate | null;
}

export interface ProjectFields {
  name: string;
  code: string | null;
  customerExternalId: string | null;
  status: 'active' | 'done' | 'archived';
  isBillable: boolean;
  visibility: 'public' | 'private';
  startDate: IsoDate | null;
  endDate: IsoDate | null;
}

export interface TaskFields {
  projectExternalId: string;
  parentExternalId: string | null;
  name: string;
  isContainer: boolean;
  startDate: IsoDate | null;
  endDate: IsoDate | null;
  /** The only sign that a task is done. */
  completedAt: string | null;
}

export interface DeclarationFields {
  userExternalId: string;
  taskExternalId: string;
  date: IsoDate;
  durationSeconds: number;
  /** Half a minute up. */
  minutes: number;
  description: string | null;
}

export interface LeavePeriodFields {
  userExternalId: string;
  span: LeaveSpan | null;
  description: string | null;
}

/** The fields of each record kind. */
export interface ProviderFields {
  collaborator: CollaboratorFields;
  contract: ContractFields;
  absence: AbsenceFields;
  meal_vouchers: MealVouchersFields;
  user: UserFields;
  project: ProjectFields;
  task: TaskFields;
  declaration: DeclarationFields;
  leave_period: LeavePeriodFields;
}

/** One row of a provider that we understood. */
export interface ProviderRecord<K extends RecordKind = RecordKind> {
  kind: K;
  externalId: string;
  /** The row as it came. */
  raw: Readonly<Record<string, unknown>>;
  fields: ProviderFields[K];
  /** Instant of the last change, where the provider tells it. */
  updatedAt: string | null;
}

/** One row that does not fit what we rely on: kept and counted, never dropped, never guessed at. */
export interface RejectedRow {
  kind: RecordKind;
  /** The row's id if it has a readable one. */
  externalId: string | null;
  raw: unknown;
  /** What is wrong, naming the field: `startDate.date: not a date`. Holds no value of the row. */
  reason: string;
}
