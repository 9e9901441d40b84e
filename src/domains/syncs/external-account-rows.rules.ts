/** What an account is, out of what its provider says of a human. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { CollaboratorFields, UserFields } from '../integrations/provider-records.types';
import type { MirrorRecord } from './mirror-records.types';

export interface AccountFacts {
  externalUserId: string;
  active: boolean;
  activeFrom: IsoDate | null;
  activeTo: IsoDate | null;
  rawProfile: Record<string, unknown>;
}

/** The facts of an account's record; one that has vanished is not active. Dates that contradict each other leave the end open. */
export function accountFacts(record: MirrorRecord): AccountFacts {
  const dates = record.kind === 'user' ? datesOfUser(record) : datesOfCollaborator(record);
  const isReversed = dates.activeFrom !== null && dates.activeTo !== null && dates.activeTo < dates.activeFrom;
  return {
    externalUserId: record.externalId,
    rawProfile: record.fields,
    ...dates,
    activeTo: isReversed ? null : dates.activeTo,
    active: record.vanishedAt === null && dates.active,
  };
}

type Dates = Pick<AccountFacts, 'active' | 'activeFrom' | 'activeTo'>;

function datesOfUser({ fields }: MirrorRecord): Dates {
  const { active, disabledAt } = fields as unknown as UserFields;
  return { active, activeFrom: null, activeTo: active || disabledAt === null ? null : disabledAt.slice(0, 10) };
}

/** Payroll's last day bounds the account; somebody without an end works on. */
function datesOfCollaborator({ fields }: MirrorRecord): Dates {
  const { startDate, terminationDate } = fields as unknown as CollaboratorFields;
  return { active: true, activeFrom: startDate, activeTo: terminationDate };
}

/** The name a person is shown by. @example 'Jane' and 'Faurelle' are 'Jane Faurelle' */
export function nameOf({ kind, fields, externalId }: Pick<MirrorRecord, 'kind' | 'fields' | 'externalId'>): string {
  if (kind === 'user') return ((fields as unknown as UserFields).displayName ?? externalId).slice(0, 200);
  const { givenName, surname } = fields as unknown as CollaboratorFields;
  const name = `${givenName} ${surname}`.trim().slice(0, 200);
  return name === '' ? externalId : name;
}
