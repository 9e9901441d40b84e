/**
 * Speed of the engine: `node --import tsx tests/load/capacity-kernel.bench.ts [people]`. Person-days per second of plain
 * weeks, of plain weeks with half days and holidays, and of everything at once, and how many times the reference they are.
 */
import fc from 'fast-check';
import { computeAvailability, computePersonLedger, planHull } from '../../src/domains/capacity/person-ledger.rules';
import { detectConflicts } from '../../src/domains/conflicts/conflict-detection.rules';
import { ledgerFigures, type PersonPlan } from '../../src/domains/capacity/capacity.types';
import { arbitraryPlan, HORIZON_START } from '../support/arbitrary-plan';
import { NaivePerson } from '../support/naive-ledger';
import { allocation, assigned, leave, onCalendar, percent, plan, weekPattern } from '../support/plan-factory';
import { fromEpochDay } from '../../src/shared/calendar-dates';

const DAYS = 728;
const TO = HORIZON_START + DAYS;
const people = Number(process.argv[2] ?? 2000);

const date = (offset: number): string => fromEpochDay(HORIZON_START + offset);
const holidays = Array.from({ length: 22 }, (_, index): [string, 'full'] => [date(index * 33), 'full']);
const calendar = onCalendar(holidays);
const plainAllocations = Array.from({ length: 20 }, (_, index) =>
  allocation(percent(50), date(index * 36), date(index * 36 + 27), `w${index}`),
);
const clocked = assigned(weekPattern(Array.from({ length: 5 }, () => ['09:00', '12:30', '13:30', '17:00'])));
const absences = Array.from({ length: 20 }, (_, index) =>
  leave(date(index * 35), date(index * 35 + 3), { id: `a${index}`, endsAtNoon: true }),
);

const plain = plan();
const halves = plan({ ...calendar, absences });
const booked = plan({ ...calendar, absences, allocations: plainAllocations });
const restful = plan({ ...booked, patterns: [clocked] });
const random = fc.sample(arbitraryPlan(DAYS), { numRuns: 200, seed: 7 });

const naiveDaysPerSecond = measureNaive(plan({ ...calendar, absences, allocations: plainAllocations }));
report('naive reference, everything', naiveDaysPerSecond);
report(
  'availability, plain',
  measure(() => computeAvailability(plain, { from: HORIZON_START, to: TO })),
);
report(
  'availability, holidays and leave',
  measure(() => computeAvailability(halves, { from: HORIZON_START, to: TO })),
);
report(
  'ledger, plain',
  measure(() => computePersonLedger(plain, HORIZON_START, TO)),
);
report(
  'ledger, 20 allocations',
  measure(() => computePersonLedger(booked, HORIZON_START, TO)),
);
report(
  'ledger and conflicts, 20 allocations',
  measure(() => withConflicts(booked)),
);
report(
  'ledger and conflicts, clock times',
  measure(() => withConflicts(restful)),
);
let turn = 0;
report(
  'ledger and conflicts, random persons',
  measure(() => withConflicts(random[turn++ % random.length] ?? booked)),
);

/** Person-days per second of `people` runs, the best of three rounds. */
function measure(run: () => unknown): number {
  let best = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const start = process.hrtime.bigint();
    for (let index = 0; index < people; index += 1) run();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e9);
  }
  return (people * DAYS) / best;
}

function measureNaive(person: PersonPlan): number {
  const start = process.hrtime.bigint();
  const naive = new NaivePerson(person);
  const ledger = computePersonLedger(person, HORIZON_START, TO);
  for (let day = HORIZON_START; day < TO; day += 1) {
    const figures = naive.figures(day);
    for (const figure of ledgerFigures) {
      if (figures[figure] !== ledger[figure][day - HORIZON_START])
        throw new Error(`${figure} differs on ${fromEpochDay(day)}`);
    }
  }
  return DAYS / (Number(process.hrtime.bigint() - start) / 1e9);
}

function withConflicts(person: PersonPlan): unknown {
  const ledger = computePersonLedger(person, HORIZON_START, TO);
  return planHull(person) === null ? [] : detectConflicts(person, ledger);
}

function report(name: string, daysPerSecond: number): void {
  const perPerson = (DAYS / daysPerSecond) * 1e6;
  const ratio = daysPerSecond / naiveDaysPerSecond;
  console.log(
    `${name.padEnd(40)} ${(daysPerSecond / 1e6).toFixed(3).padStart(9)} M person-days/s ` +
      `${perPerson.toFixed(0).padStart(8)} us per person ${ratio.toFixed(1).padStart(8)}x naive`,
  );
}
