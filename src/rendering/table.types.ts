/** A report as one table that knows its language only when it is written: every file format is made from the same value. */
import type { IsoDate } from '../shared/calendar-dates';

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** File formats by name, with the media type each is served as. */
export const mediaTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html',
  pdf: 'application/pdf',
} as const;
export type FileFormat = keyof typeof mediaTypes;

/** The same words in every language. */
export type Words = Readonly<Record<Language, string>>;

/** What somebody wrote (a name) is the same in every language. */
export type Text = string | Words;

/**
 * `hours`: whole minutes, written as hours. `percent`: a ratio. `count`: a whole number. `days`: days with two places. `id`: a key for machines, in data
 * formats only.
 */
export type CellKind = 'text' | 'date' | 'hours' | 'percent' | 'count' | 'days' | 'id';

export interface Column {
  title: Words;
  kind: CellKind;
  /** One of so many that a page has no room for it: in CSV and XLSX only. */
  isForSpreadsheets?: true;
}

/** Null: nothing to say, e.g. a rate without capacity. A date is `YYYY-MM-DD`. */
export type Cell = Text | number | null;

/** A line about the whole table, e.g. when it was computed. */
export interface Fact {
  title: Words;
  value: Text;
}

/** What a series shows; each has its colour, and `capacity` is a mark beside the bars instead of a bar. */
export type SeriesRole = 'capacity' | 'firm' | 'tentative' | 'over' | 'free';

/** Stacked bars of hours: `across` has a line for each name, `up` a bar for each date. */
export interface BarChart {
  kind: 'bars';
  title: Words;
  direction: 'across' | 'up';
  /** Names, or dates `YYYY-MM-DD`. */
  categories: readonly Text[];
  /** Minutes, one for each category. */
  series: readonly { title: Words; role: SeriesRole; minutes: readonly number[] }[];
}

/** Load by capacity as colours: a line for each name, a column for each period. Null: no capacity. */
export interface HeatChart {
  kind: 'heat';
  title: Words;
  /** First dates of the periods. */
  dates: readonly IsoDate[];
  rows: readonly { name: Text; ratios: readonly (number | null)[] }[];
}

export type Chart = BarChart | HeatChart;

export interface ReportTable {
  title: Words;
  /** First and last date of the figures, both included. */
  period: { from: IsoDate; to: IsoDate };
  facts: readonly Fact[];
  /** When the figures were computed, RFC 3339; what a file says about its own making. The end of the period when left out. */
  computedAt?: string;
  columns: readonly Column[];
  /** Each as long as `columns`. */
  rows: readonly (readonly Cell[])[];
  /** As long as `columns`; null where the rows do not add up. Not part of CSV, which holds records only. */
  totals: readonly Cell[] | null;
  /** Null where there is nothing to draw. */
  chart: Chart | null;
}

/** A finished file. */
export interface RenderedFile {
  name: string;
  mediaType: string;
  /** Shown in the browser instead of saved. */
  isInline: boolean;
  bytes: () => Promise<Buffer>;
}
