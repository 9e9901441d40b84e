/** One person's engine answers beside the slow reference's: every figure of every day, every conflict, every explanation. */
import { isDeepStrictEqual } from 'node:util';
import { ledgerFigures, type PersonPlan } from '../../src/domains/capacity/capacity.types';
import { explainFigure } from '../../src/domains/capacity/explain.rules';
import { computePersonLedger, planHull } from '../../src/domains/capacity/person-ledger.rules';
import { detectConflicts } from '../../src/domains/conflicts/conflict-detection.rules';
import { HORIZON_START } from './arbitrary-plan';
import { byKindAndStart, naiveConflicts } from './naive-conflicts';
import { NaivePerson, sum } from './naive-ledger';

/** The first difference as a sentence, or null. Looks at `days` days from HORIZON_START, and at the conflicts of all days. */
export function differenceFromReference(person: PersonPlan, days: number): string | null {
  const naive = new NaivePerson(person);
  const ledger = computePersonLedger(person, HORIZON_START, HORIZON_START + days);
  for (let day = ledger.from; day < ledger.to; day += 1) {
    const figures = naive.figures(day);
    for (const figure of ledgerFigures) {
      const minutes = ledger[figure][day - ledger.from];
      if (minutes !== figures[figure])
        return `${figure} of epoch day ${String(day)} is ${String(minutes)}, not ${String(figures[figure])}`;
    }
  }
  return conflictDifference(person) ?? explanationDifference(person, naive, days);
}

function conflictDifference(person: PersonPlan): string | null {
  const hull = planHull(person);
  if (hull === null) return null;
  const found = detectConflicts(person, computePersonLedger(person, hull.from, hull.to)).map((conflict) => ({
    kind: conflict.kind,
    days: [...conflict.days],
    causes: conflict.causes.map(({ type, id }) => `${type}:${id}`).sort(),
  }));
  const same = isDeepStrictEqual(found.sort(byKindAndStart), naiveConflicts(person, hull.from, hull.to));
  return same ? null : 'the conflicts differ';
}

/** One day a person, another weekday for each number of days: explaining a day computes it again. */
function explanationDifference(person: PersonPlan, naive: NaivePerson, days: number): string | null {
  const day = HORIZON_START + ((person.allocations.length * 31 + person.absences.length * 7) % days);
  const expected = naive.figures(day);
  for (const figure of ledgerFigures) {
    const { minutes, parts } = explainFigure(person, day, figure);
    const total = sum(parts.map((part) => part.minutes));
    if (minutes !== expected[figure] || total !== minutes)
      return `${figure} of epoch day ${String(day)} is explained as ${String(minutes)} by parts of ${String(total)}, not ${String(expected[figure])}`;
  }
  return null;
}
