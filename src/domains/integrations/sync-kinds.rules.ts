/** What can be read from which provider, and which of its records that takes. */
import type { RecordKind } from './provider-records.types';

export const syncKinds = ['roster', 'absences', 'timesheets', 'full'] as const;
export type SyncKind = (typeof syncKinds)[number];

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

/** The record kinds of a sync; empty when the provider has nothing of that kind. @example recordKindsOf('gryzzly', 'roster') is ['user'] */
export function recordKindsOf(provider: string, kind: SyncKind): readonly RecordKind[] {
  return readings[provider]?.[kind] ?? [];
}

/** The kinds of sync a provider takes, in the order of `syncKinds`. */
export function syncKindsOf(provider: string): SyncKind[] {
  return syncKinds.filter((kind) => recordKindsOf(provider, kind).length > 0);
}

/** The record kind that stands for a human at the provider: such a record is an external account. */
export function isAccountKind(kind: string): boolean {
  return kind === 'collaborator' || kind === 'user';
}
