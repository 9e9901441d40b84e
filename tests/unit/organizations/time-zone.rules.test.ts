import { expect, test } from '@jest/globals';
import { isTimeZone, storedTimeZone } from '../../../src/domains/organizations/time-zone.rules';

test.each([
  ['Europe/Paris', true],
  ['UTC', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Mars/Olympus', false],
  ['+02:00', false],
  ['', false],
  ['Europe/Paris ', false],
])('%j is a time zone: %s', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected);
});

test.each([
  ['Europe/Paris', 'Europe/Paris'],
  ['europe/paris', 'Europe/Paris'],
  ['US/Pacific-New', 'America/Los_Angeles'],
  ['Asia/Kolkata', 'Asia/Kolkata'],
  ['asia/calcutta', 'Asia/Kolkata'],
  ['Europe/Kyiv', 'Europe/Kyiv'],
  ['utc', 'UTC'],
])('%j is stored as %s', (name, stored) => {
  expect(storedTimeZone(name)).toBe(stored);
  expect(storedTimeZone(stored)).toBe(stored);
});

test('what is no zone is not stored', () => {
  expect(() => storedTimeZone('Mars/Olympus')).toThrow('"Mars/Olympus" is no time zone');
});

test('every zone has one name that names the same zone', () => {
  const offsetOf = (timeZone: string, at: Date): string =>
    new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).format(at);
  for (const name of Intl.supportedValuesOf('timeZone')) {
    for (const at of [new Date('2026-01-15T00:00Z'), new Date('2026-07-15T00:00Z')]) {
      expect(offsetOf(storedTimeZone(name), at)).toBe(offsetOf(name, at));
    }
  }
});
