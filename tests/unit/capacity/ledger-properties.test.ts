/** Random persons: the engine against the per-minute reference. The long run is `npm run oracle`. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ledgerFigures } from '../../../src/domains/capacity/capacity.types';
import { explainFigure } from '../../../src/domains/capacity/explain.rules';
import { explainedFigures } from '../../../src/domains/capacity/explanation.types';
import { computePersonLedger } from '../../../src/domains/capacity/person-ledger.rules';
import { gridDay } from '../../../src/domains/reports/month-grid.rules';
import { arbitraryPlan, HORIZON_START } from '../../support/arbitrary-plan';
import { NaivePerson, sum } from '../../support/naive-ledger';

const DAYS = 35;
const RUNS = 300;
const END = HORIZON_START + DAYS;

describe('ledger of a random person', () => {
  test('equals the per-minute reference on every day and figure', () => {
    fc.assert(
      fc.property(arbitraryPlan(DAYS), (plan) => {
        const ledger = computePersonLedger(plan, HORIZON_START - 12, END + 12);
        const naive = new NaivePerson(plan);
        for (let day = ledger.from; day < ledger.to; day += 1) {
          const figures = Object.fromEntries(
            ledgerFigures.map((figure) => [figure, ledger[figure][day - ledger.from]]),
          );
          expect({ day, ...figures }).toEqual({ day, ...naive.figures(day) });
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('keeps nominal = holiday + absence + net, 0 <= net, over = max(0, firm - net)', () => {
    fc.assert(
      fc.property(arbitraryPlan(DAYS), (plan) => {
        const { nominal, holiday, absence, net, firm, over } = computePersonLedger(plan, HORIZON_START, END);
        for (const [index, minutes] of nominal.entries()) {
          expect(minutes).toBe((holiday[index] ?? 0) + (absence[index] ?? 0) + (net[index] ?? 0));
          expect(net[index]).toBeGreaterThanOrEqual(0);
          expect(over[index]).toBe(Math.max(0, (firm[index] ?? 0) - (net[index] ?? 0)));
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('is the same whatever range it is asked for', () => {
    const cut = fc.tuple(fc.nat(DAYS - 1), fc.integer({ min: 1, max: DAYS }));
    fc.assert(
      fc.property(arbitraryPlan(DAYS), cut, (plan, [offset, length]) => {
        const whole = computePersonLedger(plan, HORIZON_START, END + DAYS);
        const part = computePersonLedger(plan, HORIZON_START + offset, HORIZON_START + offset + length);
        for (const figure of ledgerFigures) {
          expect([...part[figure]]).toEqual([...whole[figure].subarray(offset, offset + length)]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('places every bucket exactly: placed and unplaced minutes add up to the total', () => {
    fc.assert(
      fc.property(arbitraryPlan(DAYS), fc.nat(100_000), fc.integer({ min: 1, max: 40 }), (plan, minutes, length) => {
        const from = HORIZON_START + 3;
        const load = { unit: 'total' as const, minutes };
        const bucket = { id: 'a', label: '', projectId: null, taskId: null, status: 'firm' as const, load };
        const ledger = computePersonLedger(
          { ...plan, allocations: [{ ...bucket, from, to: from + length }] },
          from,
          from + length,
        );
        const unplaced = ledger.timeline.unplaced.map((share) => share.minutes);
        expect(sum([...ledger.firm, ...unplaced])).toBe(minutes);
      }),
      { numRuns: RUNS },
    );
  });

  test('is explained by parts that sum to each figure', () => {
    fc.assert(
      fc.property(arbitraryPlan(DAYS), fc.nat(DAYS - 1), (plan, offset) => {
        const day = HORIZON_START + offset;
        const ledger = computePersonLedger(plan, day, day + 1);
        const { worked, planned, unplanned, overtime } = gridDay(ledger, 0);
        const [net = 0, firm = 0, entered = 0] = [ledger.net[0], ledger.firm[0], ledger.worked[0]];
        const expected: Record<string, number | undefined> = {
          ...Object.fromEntries(ledgerFigures.map((figure) => [figure, ledger[figure][0]])),
          ...{ gap: net - firm, free: Math.max(0, net - firm), difference: entered - firm },
          ...{ worked_within_net: worked, planned, unplanned, overtime },
        };
        for (const figure of explainedFigures) {
          const { minutes, parts } = explainFigure(plan, day, figure);
          expect([figure, minutes]).toEqual([figure, expected[figure]]);
          expect([figure, sum(parts.map((part) => part.minutes))]).toEqual([figure, minutes]);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
