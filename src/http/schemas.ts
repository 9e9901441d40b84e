/** Schemas that every resource shares: ids, dates, hours on the wire, pages and list parameters. */
import { z } from 'zod';
import { isIsoDate, toEpochDay, type EpochDay, type IsoDate } from '../shared/calendar-dates';
import { invalidField } from '../shared/domain-error';
export { hoursOfMinutes, minutesOfHours } from '../shared/wire-hours';
import type { Page, PageRequest } from '../platform/record-repository';

export const uuid = z.uuid().toLowerCase();
export const isoDate = z
  .string()
  .refine(isIsoDate, {
    error: 'not an existing date YYYY-MM-DD of the years 1900-2200',
    params: { code: 'invalid_date' },
  })
  .meta({ format: 'date', type: 'string', examples: ['2026-11-23'] });
/** A month as it stands in a path. */
export const isoMonth = z
  .string()
  .refine((text) => text.length === 7 && isIsoDate(`${text}-01`), { error: 'not a month YYYY-MM' })
  .meta({
    type: 'string',
    pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
    examples: ['2026-11'],
    description: 'A month `YYYY-MM`.',
  });
export const instant = z.iso.datetime();
/** A boolean in a query string: `true` or `false`. */
export const queryFlag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .meta({ type: 'string', enum: ['true', 'false'] });

/** Hours on the wire, at most two places; a bound in hours. */
export function hours(maximum: number): z.ZodNumber {
  return z.number().min(0).max(maximum).multipleOf(0.01);
}

/** The path parameter of one record. */
export const idParams = z.strictObject({ id: uuid.describe('Of the record that the path names.') });

/** What every list that can be filtered by change takes. Spread it into a list's own query schema. */
export const pageQuery = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1).describe('From 1; not used beside `cursor`.'),
  page_size: z.coerce.number().int().min(1).max(100).default(50).describe('Most items in one answer.'),
  cursor: z
    .string()
    .max(500)
    .optional()
    .describe('`next_cursor` of the page before: goes on behind it, also while records come and go.'),
  modified_since: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('Only what was written after this instant; what was deleted comes along with its `deleted_at`.'),
};

interface PageInput {
  page: number;
  page_size: number;
  cursor?: string | undefined;
  modified_since?: string | undefined;
}

/** The repository's page request out of a validated query. */
export function pageRequestOf(query: PageInput): PageRequest {
  return {
    page: query.page,
    pageSize: query.page_size,
    cursor: query.cursor,
    modifiedSince: query.modified_since === undefined ? undefined : new Date(query.modified_since),
  };
}

/** Narrows a list of records that last from a first to a last day. */
export const spanFilter = {
  from: isoDate.optional().describe('Only what lasts until this day or longer.'),
  to: isoDate.optional().describe('Only what has begun on this day or earlier.'),
};

/** `{items,total,page,page_size,next_cursor}`. */
export function pageOf(item: z.ZodType): z.ZodObject {
  return z.strictObject({
    items: z.array(item),
    total: z.int().min(0).describe('Of all pages.'),
    page: z.int().min(1),
    page_size: z.int().min(1),
    next_cursor: z.string().nullable().describe('Null on the last page.'),
  });
}

/** A page as it is answered. */
export function presentPage<R>(page: Page<R>, present: (record: R) => object): object {
  return {
    items: page.items.map(present),
    total: page.total,
    page: page.page,
    page_size: page.pageSize,
    next_cursor: page.nextCursor,
  };
}

/** The fields of every record's answer. */
export const recordFields = {
  id: uuid,
  org_id: uuid,
  version: z.int().min(1).describe('Raised by each write; it is the `ETag` too.'),
  created_at: instant,
  updated_at: instant,
  deleted_at: instant.nullable().describe('Null while the record is live.'),
};

/** Longest range of day figures: three years. */
const MOST_DAYS = 1_098;

/** Inclusive dates as `[from, to)` epoch days. @throws DomainError validation_failed on a reversed or too long range */
export function dayRangeOf(from: IsoDate, to: IsoDate): { from: EpochDay; to: EpochDay } {
  const range = { from: toEpochDay(from), to: toEpochDay(to) + 1 };
  if (range.to <= range.from) throw invalidField('/query/to', 'range_reversed', 'to is before from');
  if (range.to - range.from > MOST_DAYS)
    throw invalidField('/query/to', 'range_too_long', 'day figures span at most three years');
  return range;
}
