/**
 * The long comparison of the engine with the per-minute reference: `node --import tsx tests/load/ledger-differences.bench.ts
 * [people] [days] [seed]`. Prints the person-days compared and ends with 1 at the first difference of a figure or a conflict.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { computePersonLedger, planHull } from '../../src/domains/capacity/person-ledger.rules';
import { detectConflicts } from '../../src/domains/conflicts/conflict-detection.rules';
import { ledgerFigures, type PersonPlan } from '../../src/domains/capacity/capacity.types';
import { arbitraryPlan, HORIZON_START } from '../support/arbitrary-plan';
import { byKindAndStart, naiveConflicts } from '../support/naive-conflicts';
import { NaivePerson } from '../support/naive-ledger';

const [people = 2000, days = 182, seed = 20261123] = process.argv.slice(2).map(Number);
const BATCH = 100;

let compared = 0;
for (let done = 0; done < people; done += BATCH) {
  for (const person of fc.sample(arbitraryPlan(days), { numRuns: Math.min(BATCH, people - done), seed: seed + done })) {
    const difference = differenceOf(person);
    if (difference !== null) {
      console.error(difference, JSON.stringify({ ...person, calendars: [...person.calendars.values()] }));
      process.exit(1);
    }
    compared += days;
  }
}
console.log(`${compared} person-days of ${people} random persons: 0 differences`);

function differenceOf(person: PersonPlan): string | null {
  const naive = new NaivePerson(person);
  const ledger = computePersonLedger(person, HORIZON_START, HORIZON_START + days);
  for (let day = ledger.from; day < ledger.to; day += 1) {
    const figures = naive.figures(day);
    const figure = ledgerFigures.find((name) => ledger[name][day - ledger.from] !== figures[name]);
    if (figure !== undefined) return `${figure} differs on epoch day ${day}`;
  }
  const hull = planHull(person);
  if (hull === null) return null;
  const found = detectConflicts(person, computePersonLedger(person, hull.from, hull.to)).map((conflict) => ({
    kind: conflict.kind,
    days: [...conflict.days],
    causes: conflict.causes.map(({ type, id }) => `${type}:${id}`).sort(),
  }));
  const same = isDeepStrictEqual(found.sort(byKindAndStart), naiveConflicts(person, hull.from, hull.to));
  return same ? null : 'conflicts differ';
}
