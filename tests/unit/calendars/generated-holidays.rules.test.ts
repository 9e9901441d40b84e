import { describe, expect, test } from '@jest/globals';
import { generateHolidays } from '../../../src/domains/calendars/generated-holidays.rules';

const dates = (country: string, region: string | null, years: number[]): string[] =>
  generateHolidays({ country, region }, years).map((day) => day.date);

test('France 2026 has eleven whole days, with French names, in date order', () => {
  const days = generateHolidays({ country: 'FR', region: null }, [2026]);
  expect(days.map((day) => [day.date, day.label])).toEqual([
    ['2026-01-01', 'Nouvel An'],
    ['2026-04-06', 'Lundi de Pâques'],
    ['2026-05-01', 'Fête du travail'],
    ['2026-05-08', 'Fête de la Victoire 1945'],
    ['2026-05-14', 'Ascension'],
    ['2026-05-25', 'Lundi de Pentecôte'],
    ['2026-07-14', 'Fête Nationale de la France'],
    ['2026-08-15', 'Assomption'],
    ['2026-11-01', 'Toussaint'],
    ['2026-11-11', 'Armistice 1918'],
    ['2026-12-25', 'Noël'],
  ]);
  expect(new Set(days.map((day) => day.part))).toEqual(new Set(['full']));
});

test('Alsace-Moselle adds Good Friday and the day after Christmas', () => {
  const added = dates('FR', '57', [2026]).filter((date) => !dates('FR', null, [2026]).includes(date));
  expect(added).toEqual(['2026-04-03', '2026-12-26']);
});

test('years in any order and twice are each year once', () => {
  expect(dates('FR', null, [2027, 2026, 2027])).toEqual([...dates('FR', null, [2026]), ...dates('FR', null, [2027])]);
});

test('two holidays on one date are one day: 2008-05-01 was Ascension as well', () => {
  const days = dates('FR', null, [2008]);
  expect(days.filter((date) => date === '2008-05-01')).toHaveLength(1);
  expect(new Set(days).size).toBe(days.length);
});

test('a holiday of several days is each of them: the feast of the sacrifice of 2026 in Turkey', () => {
  const days = dates('TR', null, [2026]);
  for (const date of ['2026-05-27', '2026-05-28', '2026-05-29', '2026-05-30']) expect(days).toContain(date);
  expect(days).not.toContain('2026-05-31');
});

test('what starts at noon or later takes the afternoon', () => {
  const noon = generateHolidays({ country: 'IS', region: null }, [2026]).filter((day) => day.part === 'afternoon');
  expect(noon.map((day) => day.date)).toEqual(['2026-12-24', '2026-12-31']);
});

describe('places', () => {
  test('a state, and a region of a state', () => {
    expect(dates('DE', 'BY', [2026])).toContain('2026-01-06');
    expect(dates('DE', 'BY-A', [2026])).toContain('2026-08-08');
    expect(dates('DE', 'BY', [2026])).not.toContain('2026-08-08');
  });

  test.each([
    ['ZZ', null, '/country'],
    ['FR', 'XX', '/region'],
    ['FR', '57-1', '/region'],
    ['DE', 'BY-toString', '/region'],
    ['IS', '1', '/region'],
  ])('%s %s is refused at %s', (country, region, pointer) => {
    expect(() => dates(country, region, [2026])).toThrow(
      expect.objectContaining({ details: { errors: [expect.objectContaining({ pointer })] } }),
    );
  });
});
