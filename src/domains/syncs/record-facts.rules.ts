/** What the mirror keeps of a provider's record: its fields, whose it is, its days, and a hash that tells whether it changed. */
import { createHash } from 'node:crypto';
import type { IsoDate } from '../../shared/calendar-dates';
import type { ProviderFields, ProviderRecord, RecordKind } from '../integrations/provider-records.types';

export interface RecordFacts {
  kind: RecordKind;
  externalId: string;
  /** The account it belongs to; for absences the contract stands in its place until it is looked up. */
  owner: { account: string | null; contract: string | null };
  startsOn: IsoDate | null;
  endsOn: IsoDate | null;
  fields: ProviderFields[RecordKind];
  contentHash: Buffer;
}

/** The facts of a record. Its raw row is not among them: it holds what nobody here needs, such as bank details. */
export function factsOf(record: ProviderRecord): RecordFacts {
  const { kind, externalId, fields } = record;
  return {
    kind,
    externalId,
    fields,
    ...placeOf(record),
    contentHash: hashOf(fields),
  };
}

/** The same facts of a collaborator without their manager. */
export function withoutManager(facts: RecordFacts): RecordFacts {
  const fields = { ...(facts.fields as ProviderFields['collaborator']), managerExternalId: null };
  return { ...facts, fields, contentHash: hashOf(fields) };
}

/** Account of a collaborator's manager; null for every other record. */
export function managerOf({ kind, fields }: RecordFacts): string | null {
  return kind === 'collaborator' ? (fields as ProviderFields['collaborator']).managerExternalId : null;
}

function hashOf(fields: ProviderFields[RecordKind]): Buffer {
  return createHash('sha256').update(stableJson(fields)).digest();
}

/** JSON with the keys of every object in order, so that equal values have equal texts. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

type Place = Pick<RecordFacts, 'owner' | 'startsOn' | 'endsOn'>;

function placeOf({ kind, externalId, fields }: ProviderRecord): Place {
  switch (kind) {
    case 'collaborator':
    case 'user':
      return placed(externalId);
    case 'contract': {
      const contract = fields as ProviderFields['contract'];
      return { ...placed(contract.collaboratorExternalId), startsOn: contract.startDate, endsOn: contract.endDate };
    }
    case 'absence': {
      const { contractExternalId: contract, span } = fields as ProviderFields['absence'];
      return { owner: { account: null, contract }, startsOn: span?.startDate ?? null, endsOn: span?.endDate ?? null };
    }
    case 'leave_period': {
      const { userExternalId, span } = fields as ProviderFields['leave_period'];
      return { ...placed(userExternalId), startsOn: span?.startDate ?? null, endsOn: span?.endDate ?? null };
    }
    case 'declaration': {
      const { userExternalId, date } = fields as ProviderFields['declaration'];
      return { ...placed(userExternalId), startsOn: date, endsOn: date };
    }
    case 'meal_vouchers': {
      const { collaboratorExternalId, month } = fields as ProviderFields['meal_vouchers'];
      return { ...placed(collaboratorExternalId), startsOn: `${month}-01`, endsOn: `${month}-28` };
    }
    case 'project':
    case 'task':
      return placed(null);
  }
}

function placed(account: string | null): Place {
  return { owner: { account, contract: null }, startsOn: null, endsOn: null };
}
