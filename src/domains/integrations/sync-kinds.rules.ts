/** What can be read from which provider, and which of its records that takes. */
import type { RecordKind } from './provider-records.types';

export const syncKinds = ['roster', 'absences', 'timesheets', 'full'] as const;
export type SyncKind = (typeof syncKinds)[number];

/** Kinds of run: those that read, and `apply`, which takes into the plan what was read before. */
export const runKinds = [...syncKinds, 'apply'] as const;
export type RunKind = (typeof runKinds)[number];

/** Records to read, in order: what others refer to comes first. */
const readings: Readonly<Record<string, Partial<Record<SyncKind, readonly RecordKind[]>>>> = {
  payfit: {
    roster: ['collaborator', 'contract'],
    absences: ['collaborator', 'contract', 'absence'],
    full: ['collaborator', 'contract', 'absence', 'meal_vouchers'],
  },
  gryzzly: {
    roster: ['user'],
    absences: ['user', 'leave_period'],
    timesheets: ['user', 'project', 'task', 'declaration'],
    full: ['user', 'project', 'task', 'declaration', 'leave_period'],
  },
};

/** The record kinds of a run; empty when the provider has nothing of that kind. @example recordKindsOf('gryzzly', 'roster') is ['user'] */
export function recordKindsOf(provider: string, kind: RunKind): readonly RecordKind[] {
  return readings[provider]?.[kind === 'apply' ? 'full' : kind] ?? [];
}

/** The kinds of sync a provider takes, in the order of `syncKinds`. */
export function syncKindsOf(provider: string): SyncKind[] {
  return syncKinds.filter((kind) => recordKindsOf(provider, kind).length > 0);
}

/** Payroll knows everybody who is paid: its new accounts become people. Time tracking makes nobody. */
export function makesPeople(provider: string): boolean {
  return provider === 'payfit';
}

/** The record kind that stands for a human at the provider: such a record is an external account. */
export function isAccountKind(kind: string): boolean {
  return kind === 'collaborator' || kind === 'user';
}
