import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allocationMinutes } from '../../../src/domains/capacity/allocation-minutes.rules';
import type { AllocationLoad, AllocationPlan } from '../../../src/domains/capacity/capacity.types';
import { computePersonLedger } from '../../../src/domains/capacity/person-ledger.rules';
import { addDays } from '../../../src/shared/calendar-dates';
import { allocation, dates, leave, percent, plan } from '../../support/plan-factory';

test('minutes of a total keep to its whole range, whatever window is asked', () => {
  const booking = allocation({ unit: 'total', minutes: 1_001 }, '2026-01-05', '2026-01-09');
  const window = dates('2026-01-08', '2026-01-10');
  const ledger = computePersonLedger(plan({ allocations: [booking] }), window.from, window.to);
  expect([...allocationMinutes(ledger, booking)]).toEqual([200, 201, 0]);
});

test('over all allocations of one status they sum to the ledger', () => {
  const load = fc.oneof(
    fc.integer({ min: 1, max: 200 }).map((value): AllocationLoad => percent(value)),
    fc.integer({ min: 1, max: 200 }).map((value): AllocationLoad => percent(value, 'net')),
    fc.integer({ min: 1, max: 5_000 }).map((minutes): AllocationLoad => ({ unit: 'total', minutes })),
    fc.integer({ min: 1, max: 5_000 }).map((minutes): AllocationLoad => ({
      unit: 'hours_per_week',
      minutesPerWeek: minutes,
    })),
    fc.integer({ min: 1, max: 600 }).map((minutes): AllocationLoad => ({ unit: 'minutes_per_day', minutes })),
  );
  const booking = fc
    .record({
      load,
      offset: fc.nat(30),
      days: fc.nat(30),
      status: fc.constantFrom('firm' as const, 'tentative' as const),
    })
    .map(({ load: one, offset, days, status }): AllocationPlan => {
      const start = addDays('2026-01-01', offset);
      return { ...allocation(one, start, addDays(start, days)), status };
    });
  const window = dates('2026-01-07', '2026-02-10');
  fc.assert(
    fc.property(fc.array(booking, { maxLength: 5 }), (allocations) => {
      const person = plan({ allocations, absences: [leave('2026-01-13', '2026-01-14', { endsAtNoon: true })] });
      const ledger = computePersonLedger(person, window.from, window.to);
      for (const status of ['firm', 'tentative'] as const) {
        const sums = new Int32Array(window.to - window.from);
        for (const one of allocations.filter((candidate) => candidate.status === status)) {
          allocationMinutes(ledger, one).forEach((minutes, day) => {
            sums[day] = (sums[day] ?? 0) + minutes;
          });
        }
        expect([...sums]).toEqual([...ledger[status]]);
      }
    }),
    { numRuns: 50 },
  );
});
