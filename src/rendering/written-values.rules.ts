/**
 * How values are written. In files for machines a number is plain; for people it is grouped, and has the places of its kind.
 * Example: 75,630 minutes are `1260.5` in English CSV, `1260,5` in French CSV and `1,260.50` on an English page.
 */
import type { IsoDate } from '../shared/calendar-dates';
import { hoursOfMinutes } from '../shared/wire-hours';
import type { Cell, CellKind, Column, Language, Text } from './table.types';

/** The words in that language; what somebody wrote stays as it is. */
export function inLanguage(text: Text, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}

/** @example titleWithUnit({ title: { en: 'Net', fr: 'Net' }, kind: 'hours' }, 'en') === 'Net (h)' */
export function titleWithUnit(column: Column, language: Language): string {
  const unit = unitOf(column.kind);
  return unit === null ? column.title[language] : `${column.title[language]} (${unit})`;
}

/** A number in the unit of its kind: minutes as hours with two places, ratios as percent with four. */
export function inUnit(value: number, kind: CellKind): number {
  if (kind === 'hours') return hoursOfMinutes(value);
  return kind === 'percent' ? Math.round(value * 1_000_000) / 10_000 : value;
}

/** @example plainNumber(1260.5, 'fr') === '1260,5' */
export function plainNumber(value: number, language: Language): string {
  return language === 'fr' ? String(value).replace('.', ',') : String(value);
}

/** @example writtenDate('2027-02-01', 'fr') === '01/02/2027' */
export function writtenDate(date: IsoDate, language: Language): string {
  return language === 'fr' ? date.split('-').reverse().join('/') : date;
}

function unitOf(kind: CellKind): string | null {
  if (kind === 'hours') return 'h';
  return kind === 'percent' ? '%' : null;
}

/** True for a cell that holds a number and stands on the right. */
export function isNumeric(kind: CellKind): boolean {
  return kind === 'hours' || kind === 'percent' || kind === 'count';
}

/** A cell without formatting: numbers in their unit, dates and names as they are, empty where there is nothing to say. */
export function plainCell(cell: Cell, kind: CellKind, language: Language): string | number {
  if (cell === null) return '';
  return typeof cell === 'number' ? inUnit(cell, kind) : inLanguage(cell, language);
}
