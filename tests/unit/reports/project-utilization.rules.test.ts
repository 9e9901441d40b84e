/** READINGS 35 and 29: by project. 2026-01-05 is a Monday; everybody works Monday to Friday, 7 h. */
import { expect, test } from '@jest/globals';
import { computePersonLedger } from '../../../src/domains/capacity/person-ledger.rules';
import type { AllocationPlan, PersonLedger, PersonPlan } from '../../../src/domains/capacity/capacity.types';
import { ProjectTally, type WorkedOnProject } from '../../../src/domains/reports/project-utilization.rules';
import { allocation, dates, percent, plan } from '../../support/plan-factory';

const WEEK = dates('2026-01-05', '2026-01-11');
const names = new Map([
  ['blue', 'Blue'],
  ['amber', 'Amber'],
]);

interface Booked {
  plan: PersonPlan;
  ledger: PersonLedger;
}

function booked(personId: string, allocations: AllocationPlan[]): Booked {
  const person = plan({ personId, allocations });
  return { plan: person, ledger: computePersonLedger(person, WEEK.from, WEEK.to) };
}

function on(projectId: string | null, share: number, parts: Partial<AllocationPlan> = {}): AllocationPlan {
  return { ...allocation(percent(share), '2026-01-05', '2026-01-06'), projectId, ...parts };
}

function rows(people: Booked[], worked: WorkedOnProject[], projects: Map<string, string>): unknown[] {
  const tally = new ProjectTally();
  for (const person of people) tally.add(person.plan, person.ledger);
  return tally
    .rows(worked, projects)
    .map(({ id, name, sums }) => [id, name, sums.firm, sums.tentative, sums.worked, sums.net]);
}

test('firm minutes are those of the project, net that of all days of the people with firm minutes on it', () => {
  const people = [booked('ada', [on('blue', 50), on('amber', 25)]), booked('bob', [on('blue', 100)])];
  expect(rows(people, [], names)).toEqual([
    ['amber', 'Amber', 210, 0, 0, 2_100],
    ['blue', 'Blue', 1_260, 0, 0, 4_200],
  ]);
});

test('several allocations of one person on a project count their days once', () => {
  const people = [booked('ada', [on('blue', 50), on('blue', 25)])];
  expect(rows(people, [], names)).toEqual([['blue', 'Blue', 630, 0, 0, 2_100]]);
});

test('tentative load alone brings no net', () => {
  const people = [booked('ada', [on('blue', 50, { status: 'tentative' })])];
  expect(rows(people, [], names)).toEqual([['blue', 'Blue', 0, 420, 0, 0]]);
});

test('load without a project is the last row, whatever its name; unknown projects keep their minutes', () => {
  const people = [booked('ada', [on(null, 10), on('gone', 20)])];
  expect(rows(people, [], names)).toEqual([
    ['gone', '', 168, 0, 0, 2_100],
    [null, 'No project', 84, 0, 0, 2_100],
  ]);
});

test('worked time counts for its project, booked or not', () => {
  const worked = [
    { projectId: 'blue', minutes: 30 },
    { projectId: 'blue', minutes: 60 },
    { projectId: 'amber', minutes: 0 },
    { projectId: null, minutes: 15 },
  ];
  expect(rows([booked('ada', [on('blue', 50)])], worked, names)).toEqual([
    ['blue', 'Blue', 420, 0, 90, 2_100],
    [null, 'No project', 0, 0, 15, 0],
  ]);
});

test('an allocation outside of the range makes no row', () => {
  const later = dates('2026-02-02', '2026-02-06');
  expect(rows([booked('ada', [on('blue', 50, later)])], [], names)).toEqual([]);
});
