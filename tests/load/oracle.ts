/**
 * `npm run oracle [-- --organizations 100] [--person-days 10000000] [--days 140] [--seed 1]`: the engine against the per-minute
 * reference over random organisations, every figure, conflict and explanation. Ends with 1 at the first difference, after
 * printing the person; the same seed repeats it.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { PersonPlan } from '../../src/domains/capacity/capacity.types';
import { arbitraryPersonOf, arbitraryWorld } from '../support/arbitrary-plan';
import { differenceFromReference } from '../support/reference-comparison';

const PEOPLE_AT_A_TIME = 50;
const { values } = parseArgs({
  options: {
    organizations: { type: 'string', default: '100' },
    'person-days': { type: 'string', default: '10000000' },
    days: { type: 'string', default: '140' },
    seed: { type: 'string', default: '1' },
  },
});
const [organizations, personDays, days, seed] = [
  positive('organizations'),
  positive('person-days'),
  positive('days'),
  positive('seed'),
];
const people = Math.ceil(personDays / days / organizations);
const began = performance.now();

let compared = 0;
for (let number = 1; number <= organizations; number += 1) {
  const own = seed * 1_000_003 + number * 1_009;
  const [world] = fc.sample(arbitraryWorld(days), { numRuns: 1, seed: own });
  if (world === undefined) throw new Error('no organisation was made');
  for (let done = 0; done < people; done += PEOPLE_AT_A_TIME) {
    const numRuns = Math.min(PEOPLE_AT_A_TIME, people - done);
    for (const person of fc.sample(arbitraryPersonOf(world, days), { numRuns, seed: own + done + 1 }))
      look(person, number);
    compared += numRuns * days;
  }
  if (number % 5 === 0 || number === organizations) process.stderr.write(`${line(number)}\n`);
}
process.stdout.write(`${line(organizations)}: 0 differences\n`);

function look(person: PersonPlan, organization: number): void {
  const difference = differenceFromReference(person, days);
  if (difference === null) return;
  const readable = { ...person, calendars: [...person.calendars.values()] };
  process.stderr.write(`organisation ${String(organization)}: ${difference}\n${JSON.stringify(readable)}\n`);
  process.exit(1);
}

function line(number: number): string {
  const seconds = (performance.now() - began) / 1_000;
  return `${String(number)} organisations of ${String(people)} people, ${String(compared)} person-days in ${seconds.toFixed(0)} s`;
}

function positive(option: keyof typeof values): number {
  const value = Number(values[option]);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`--${option} needs a whole number above 0, not ${values[option]}`);
}
