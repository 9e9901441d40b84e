/** Random persons: conflicts against the per-minute reference. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { computePersonLedger, planHull } from '../../../src/domains/capacity/person-ledger.rules';
import { detectConflicts } from '../../../src/domains/conflicts/conflict-detection.rules';
import type { PersonPlan } from '../../../src/domains/capacity/capacity.types';
import type { DetectedConflict } from '../../../src/domains/conflicts/conflicts.types';
import { arbitraryPlan } from '../../support/arbitrary-plan';
import { byKindAndStart, naiveConflicts, type NaiveConflict } from '../../support/naive-conflicts';
import { sum } from '../../support/naive-ledger';

const DAYS = 35;
const RUNS = 300;

function detected(plan: PersonPlan): DetectedConflict[] {
  const hull = planHull(plan);
  return hull === null ? [] : detectConflicts(plan, computePersonLedger(plan, hull.from, hull.to));
}

function plain({ kind, days, causes }: DetectedConflict): NaiveConflict {
  return { kind, days: [...days], causes: causes.map(({ type, id }) => `${type}:${id}`).sort() };
}

describe('conflicts of a random person', () => {
  test('equal the per-minute reference: kinds, days, minutes and causes', () => {
    fc.assert(
      fc.property(arbitraryPlan(DAYS), (plan) => {
        const hull = planHull(plan);
        if (hull === null) return;
        expect(detected(plan).map(plain).sort(byKindAndStart)).toEqual(naiveConflicts(plan, hull.from, hull.to));
      }),
      { numRuns: RUNS },
    );
  });

  test('give each minute over to one conflict', () => {
    fc.assert(
      fc.property(arbitraryPlan(DAYS), (plan) => {
        const hull = planHull(plan);
        if (hull === null) return;
        const { over } = computePersonLedger(plan, hull.from, hull.to);
        const beside = ['unschedulable', 'rest_breach'];
        const conflicts = detected(plan).filter(({ kind }) => !beside.includes(kind));
        expect(sum(conflicts.map(({ minutesOver }) => minutesOver))).toBe(sum([...over]));
      }),
      { numRuns: RUNS },
    );
  });

  test('are the same over a wider range than the hull', () => {
    fc.assert(
      fc.property(arbitraryPlan(DAYS), fc.nat(30), fc.nat(30), (plan, before, after) => {
        const hull = planHull(plan);
        if (hull === null) return;
        const wider = computePersonLedger(plan, hull.from - before, hull.to + after);
        expect(detectConflicts(plan, wider)).toEqual(detected(plan));
      }),
      { numRuns: RUNS },
    );
  });
});
