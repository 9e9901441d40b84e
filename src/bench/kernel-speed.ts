/**
 * How fast the engine computes two years of 2,000 people, beside staged SQL over the same rows, and whether both find the same nominal
 * and net minutes on every day. The engine's own times are without reading the plans, which is told beside them.
 */
import type { Client } from 'pg';
import type { DayRange, PersonPlan } from '../domains/capacity/capacity.types';
import { computeAvailability, computePersonLedger } from '../domains/capacity/person-ledger.rules';
import type { WholeSystem, WholeSystemRequest } from '../drill/whole-system';
import { fromEpochDay, mondayOf, toEpochDay } from '../shared/calendar-dates';
import { onOwnSystem } from './on-own-system';
import { medianOf, rounded } from './percentiles';
import { readPlans } from './read-plans';
import { fillOrganization } from './sized-organization';
import { fillTimeOff, stageAvailability, stagedFacts } from './staged-availability';

export interface KernelBench {
  people: number;
  personDays: number;
  /** Median times. */
  stagedSqlMs: number;
  availabilityMs: number;
  /** All eight figures, with everybody's twenty bookings. */
  ledgerMs: number;
  readPlansMs: number;
  /** `stagedSqlMs` through `availabilityMs`. */
  ratio: number;
  /** Person-days whose nominal or net minutes are not the same in both. */
  differences: number;
}

export interface KernelBenchRequest extends WholeSystemRequest {
  runs: number;
  log: (line: string) => void;
}

const PEOPLE = 2_000;
const DAYS = 728;

/** Runs on a system of its own, which is gone afterwards. */
export async function benchKernel(request: KernelBenchRequest): Promise<KernelBench> {
  return onOwnSystem(request, (system, client) => measure(system, client, request));
}

async function measure(system: WholeSystem, client: Client, { runs, log }: KernelBenchRequest): Promise<KernelBench> {
  const { organizationId } = await fillOrganization(client, system.databaseAdminUrl, PEOPLE);
  const from = mondayOf(toEpochDay(new Date().toISOString().slice(0, 10)) - DAYS / 2);
  const range = { from, to: from + DAYS };
  const [first, last] = [fromEpochDay(from), fromEpochDay(range.to - 1)];
  await fillTimeOff(client, organizationId, first);
  log('filled');
  const reading = performance.now();
  const plans = await readPlans(system.databaseUrl, { organizationId, range });
  const readPlansMs = Math.round(performance.now() - reading);
  const [staged, availability, ledger]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < runs; run += 1) {
    staged.push(await stageAvailability(client, [organizationId, first, last]));
    availability.push(elapsedOf(plans, (plan) => computeAvailability(plan, range)));
    ledger.push(elapsedOf(plans, (plan) => computePersonLedger(plan, range.from, range.to)));
    log(`run ${String(run + 1)} of ${String(runs)}`);
  }
  return {
    people: plans.length,
    personDays: plans.length * DAYS,
    stagedSqlMs: Math.round(medianOf(staged)),
    availabilityMs: rounded(medianOf(availability)),
    ledgerMs: rounded(medianOf(ledger)),
    readPlansMs,
    ratio: rounded(medianOf(staged) / medianOf(availability)),
    differences: await countDifferences(client, plans, range),
  };
}

function elapsedOf(plans: readonly PersonPlan[], compute: (plan: PersonPlan) => unknown): number {
  const began = performance.now();
  for (const plan of plans) compute(plan);
  return performance.now() - began;
}

async function countDifferences(client: Client, plans: readonly PersonPlan[], range: DayRange): Promise<number> {
  const facts = await stagedFacts(client);
  let differences = 0;
  for (const plan of plans) {
    const { nominal, net } = computeAvailability(plan, range).columns;
    const staged = facts.get(plan.personId);
    for (let day = 0; day < nominal.length; day += 1) {
      if (staged?.nominal[day] !== nominal[day] || staged?.net[day] !== net[day]) differences += 1;
    }
  }
  return differences;
}
