/** Turns rows of a provider into records: strict on what we use, tolerant of all else, and no row is ever dropped. */
import { z } from 'zod';
import { isIsoDate } from '../../shared/calendar-dates';
import type { ProviderFields, ProviderRecord, RecordKind, RejectedRow } from './provider-records.types';

/** How rows of one kind are read: a record, or what does not fit. */
export interface RowReader<K extends RecordKind> {
  kind: K;
  read: (raw: unknown) => ProviderRecord<K> | RejectedRow;
}

export interface ReadRows<K extends RecordKind> {
  records: ProviderRecord<K>[];
  rejected: RejectedRow[];
}

/** A reader of rows that fit `schema`; `idKey` names the id of those that don't. */
export function rowReader<K extends RecordKind, Row>(facts: {
  kind: K;
  schema: z.ZodType<Row>;
  idKey: string;
  toRecord: (row: Row) => { externalId: string; fields: ProviderFields[K]; updatedAt?: string | null };
}): RowReader<K> {
  const { kind, schema, idKey, toRecord } = facts;
  return {
    kind,
    read: (raw) => {
      const parsed = schema.safeParse(raw);
      if (!parsed.success) return { kind, externalId: idOf(raw, idKey), raw, reason: reasonOf(parsed.error) };
      const { externalId, fields, updatedAt = null } = toRecord(parsed.data);
      return { kind, externalId, raw: raw as Record<string, unknown>, fields, updatedAt };
    },
  };
}

/** Reads every row; one that does not fit becomes a rejected row with its reason. */
export function readRows<K extends RecordKind>(reader: RowReader<K>, rows: readonly unknown[]): ReadRows<K> {
  const read: ReadRows<K> = { records: [], rejected: [] };
  for (const raw of rows) {
    const row = reader.read(raw);
    if ('reason' in row) read.rejected.push(row);
    else read.records.push(row);
  }
  return read;
}

function idOf(raw: unknown, idKey: string): string | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const id = (raw as Record<string, unknown>)[idKey];
  return typeof id === 'string' && id !== '' ? id.slice(0, 190) : null;
}

function reasonOf(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => `${path.join('.') || 'row'}: ${message}`)
    .join('; ')
    .slice(0, 500);
}

/** An id of theirs; the longest we keep is 200, with the month of vouchers. */
export const externalId = z.string().min(1).max(190);
/** A text, trimmed. */
export const text = z.string().transform((value) => value.trim());
/** A text that may be missing, null or empty: null then. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);
export const date = z.string().refine(isIsoDate, 'not a date');
/** A date that may be missing, null or empty: null then. */
export const optionalDate = z
  .union([z.literal('').transform(() => null), date])
  .nullish()
  .transform((value) => value ?? null);
/** A date that may carry a time of day, which is cut off. */
export const optionalDateOfInstant = z.preprocess(
  (value) => (typeof value === 'string' ? value.slice(0, 10) : value),
  optionalDate,
);
/** An instant that may be missing, null or empty: null then. */
export const optionalInstant = z
  .string()
  .nullish()
  .transform((value) => value || null)
  .refine((value) => value === null || !Number.isNaN(Date.parse(value)), 'not an instant');
/** An instant that is only shown: null when it can't be read. */
export const shownInstant = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null));
