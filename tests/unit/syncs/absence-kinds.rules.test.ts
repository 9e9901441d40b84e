/** Providers' words for absences, and what becomes of their statuses. */
import { describe, expect, test } from '@jest/globals';
import {
  absenceStatusOf,
  absenceTypeDefaults,
  knownAbsenceTypes,
} from '../../../src/domains/syncs/absence-kinds.rules';

describe('types', () => {
  test('remote work and keeping-in-touch days alone are no time off', () => {
    const present = knownAbsenceTypes.filter((type) => !absenceTypeDefaults(type).isTimeOff);
    expect(present).toEqual(['uk_kit', 'colleague_remote']);
  });

  test('a word that nobody has met is its own label, and time off', () => {
    expect(absenceTypeDefaults('fr_nouveau')).toEqual({ label: 'fr_nouveau', isTimeOff: true });
    expect(absenceTypeDefaults('fr_rtt')).toEqual({ label: 'RTT', isTimeOff: true });
  });
});

describe('statuses', () => {
  test.each([
    ['approved', true, 'approved'],
    ['approved', false, 'approved'],
    ['pending_cancellation', true, 'approved'],
    ['pending_approval', false, 'requested'],
    ['declined', true, 'declined'],
    ['cancelled', true, 'cancelled'],
    ['declined', false, null],
    ['cancelled', false, null],
  ])('%s, known here: %s, is %s', (status, isKnown, expected) => {
    expect(absenceStatusOf(status, isKnown)).toBe(expected);
  });
});
