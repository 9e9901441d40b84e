/** The nightly audit: computes a sample of people again and compares. */
import { systemActor } from '../../access/actor';
import { runInOrganization, type UnitOfWork } from '../../platform/unit-of-work';
import { fromEpochDay, toEpochDay } from '../../shared/calendar-dates';
import { CapacityRepository } from './capacity.repository';
import type { DrainDeps } from './drain-dirty-ranges.command';
import { leaveToWorkflow } from './leave-to-workflow.command';
import { ledgerOf, loadPlans } from './compute-ledgers.query';
import { differingWeeks } from './ledger-weeks.rules';
import { widenToWeeks } from './person-ledger.rules';

/** People looked at, and stored weeks that were not what the engine says now. 0 is the only good answer. */
export interface AuditResult {
  people: number;
  differences: number;
}

/**
 * Compares the stored weeks of a random share of people (at least one) with a fresh computation, leaving out people with
 * dirty ranges, who are known to wait. People with differences are marked dirty, so that the recompute repairs them.
 * `seed` makes the choice repeatable, so a retry looks at the same people. Idempotent.
 */
export async function auditLedger(
  deps: DrainDeps,
  organizationId: string,
  options: { sampleShare: number; seed: string },
): Promise<AuditResult> {
  const resolveActor = () => Promise.resolve(systemActor(organizationId));
  return runInOrganization(deps.database, { organizationId, resolveActor, now: deps.clock.now() }, async (uow) => {
    const personIds = await samplePeople(uow, options);
    const wrong = new Map<string, number>();
    for (const personId of personIds) {
      const count = await countDifferences(uow, personId);
      if (count > 0) wrong.set(personId, count);
    }
    const differences = [...wrong.values()].reduce((sum, count) => sum + count, 0);
    if (differences > 0) await markWrong(uow, [...wrong.keys()]);
    return { people: personIds.length, differences };
  });
}

async function samplePeople(uow: UnitOfWork, options: { sampleShare: number; seed: string }): Promise<string[]> {
  const people = await uow
    .trx('people as p')
    .where('p.organization_id', uow.organizationId)
    .whereNull('p.deleted_at')
    .whereNotExists((query) => {
      void query
        .from('dirty_ranges as d')
        .where('d.organization_id', uow.organizationId)
        .whereRaw('d.person_id = p.id')
        .select('d.id');
    })
    .orderByRaw('md5(p.id::text || ?)', [options.seed])
    .select<{ id: string }[]>('p.id');
  return people.slice(0, Math.max(1, Math.ceil(people.length * options.sampleShare))).map((person) => person.id);
}

async function countDifferences(uow: UnitOfWork, personId: string): Promise<number> {
  const repository = new CapacityRepository(uow.trx, uow.organizationId);
  await repository.lockPeople([personId]);
  const span = await repository.storedSpan([personId]);
  if (span === null) return 0;
  const range = { from: toEpochDay(span.first), to: toEpochDay(span.last) + 7 };
  const stored = await repository.weeks([personId], span.first, fromEpochDay(range.to - 1));
  const { plans } = await loadPlans(uow.trx, uow.organizationId, { personIds: [personId], range });
  const kept = new Set(stored.map((week) => week.weekStart));
  const differing = differingWeeks(ledgerOf(plans, personId, widenToWeeks(range)), stored, range);
  return differing.filter((week) => kept.has(week.weekStart)).length;
}

async function markWrong(uow: UnitOfWork, personIds: readonly string[]): Promise<void> {
  const repository = new CapacityRepository(uow.trx, uow.organizationId);
  const ranges = [];
  for (const personId of personIds) {
    const span = await repository.storedSpan([personId]);
    if (span !== null) ranges.push({ personId, from: span.first, to: span.last });
  }
  await leaveToWorkflow(uow, ranges, 'audit');
}
