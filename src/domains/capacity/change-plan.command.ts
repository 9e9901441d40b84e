/**
 * The one way to change what moves figures: lock people in order, compute, apply, compute again, check closed months, bring
 * conflicts in line, keep the materialised weeks right, and say what happened. Everything is in the caller's transaction.
 */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { fromEpochDay, monthOf, toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { DomainError, invalidField } from '../../shared/domain-error';
import { needsApproval } from '../approvals/running-approval.query';
import { detectConflicts } from '../conflicts/conflict-detection.rules';
import { reconcileConflicts, type ConflictChanges } from '../conflicts/reconcile-conflicts.command';
import { firstClosedDay, shareClosedMonths } from '../periods/period-lock.query';
import { periodClosed } from '../periods/periods.rules';
import { CapacityRepository } from './capacity.repository';
import type { DayRange, LedgerDifference, PersonLedger, PersonPlan } from './capacity.types';
import { ledgerOf, loadPlans, unite, type LoadedPlans } from './compute-ledgers.query';
import { summarizeImpact } from './impact.rules';
import type { Impact, PlanOptions, PlanScope } from './impact.types';
import { leaveToWorkflow } from './leave-to-workflow.command';
import { diffLedgers } from './ledger-difference.rules';
import { planHull, widenToWeeks } from './person-ledger.rules';
import { planChanges } from './plan-changes.types';
import { isBounded, planningHorizon, rangeWithin } from './planning-horizon.rules';
import { daysMovedBetweenProjects } from './project-minutes.rules';

/** More changed weeks than this are left to the recompute workflow; reads are right meanwhile all the same. */
const WEEKS_WRITTEN_AT_ONCE = 260;

interface ChangedPerson {
  difference: LedgerDifference;
  ledger: PersonLedger;
}

/** A change of the plan. */
export interface PlanChangeRequest<T> {
  scope: PlanScope;
  options: PlanOptions;
  /** The caller has locked all of these people in id order. */
  areHeld?: true;
  /** For a change that does nothing but add allocations: their ids. What was before is then known without reading it. */
  added?: (result: T) => ReadonlySet<string>;
}

/**
 * Runs `apply` as a change of the plan. Facts and conflicts after it are those of a full recompute.
 * @throws DomainError planning_conflict with `on_conflict=reject`, naming the days
 * @throws DomainError period_closed when a figure of a closed month would change
 * @throws DomainError validation_failed when `on_conflict=accept` comes without a reason
 * @throws DomainError not_an_approver when there is something to accept that a policy leaves to others
 */
export async function changePlan<T>(
  uow: UnitOfWork,
  request: PlanChangeRequest<T>,
  apply: () => Promise<T>,
): Promise<{ result: T; impact: Impact }> {
  const { scope, options, areHeld = false, added } = request;
  assertReasonGiven(options);
  const repository = new CapacityRepository(uow.trx, uow.organizationId);
  const personIds = [...new Set(scope.personIds)].sort();
  if (!areHeld) await repository.lockPeople(personIds);
  const bounds = await boundsOf(uow, repository, { ...scope, personIds });
  const range = rangeWithin(scope, bounds);
  const load = (asked: DayRange) => loadPlans(uow.trx, uow.organizationId, { personIds, range: asked });
  const known = added === undefined ? await load(range) : null;
  const result = await apply();
  const after = await load(known?.range ?? range);
  const before = known ?? withoutAllocations(after, added?.(result) ?? new Set());

  const ledgers = ledgersOf(personIds, after, (personId) => {
    const span = scope.spans?.get(personId);
    return span === undefined ? after.range : ownRange(personId, rangeWithin(span, bounds), [before, after]);
  });
  const changed = comparePeople(before, after, ledgers);
  const movedDays = daysMovedBetweenProjects(before.plans, after.plans, ledgers);
  await assertPeriodsOpen(uow, [
    ...changedDates(changed),
    ...movedDays.map(fromEpochDay),
    ...(scope.figureDates ?? []),
  ]);
  const conflicts = await settleConflicts(uow, { personIds, after, ledgers }, options);
  await keepWeeks(uow, { repository, scope, changed });
  const { opened, changed: moved, closed } = conflicts;
  return {
    result,
    impact: {
      ...summarizeImpact(changed.map((person) => person.difference)),
      conflicts: { opened, changed: moved, closed },
    },
  };
}

/** The plans as they were before these allocations were added: the people are locked, so nothing else has changed. */
function withoutAllocations(after: LoadedPlans, ids: ReadonlySet<string>): LoadedPlans {
  const plans = [...after.plans].map(([personId, plan]): [string, PersonPlan] => [
    personId,
    { ...plan, allocations: plan.allocations.filter(({ id }) => !ids.has(id)) },
  ]);
  return { ...after, plans: new Map(plans) };
}

function assertReasonGiven(options: PlanOptions): void {
  if (options.onConflict === 'accept' && options.conflictReason === null) {
    throw invalidField('/conflict_reason', 'required', 'conflict_reason is needed with on_conflict=accept');
  }
}

/** Days outside of these hold nothing to keep: the horizon and before it the closed months, and the weeks stored so far. */
async function boundsOf(
  uow: UnitOfWork,
  repository: CapacityRepository,
  { personIds, from, to }: PlanScope,
): Promise<DayRange> {
  // Most writes are short, and one round trip is a noticeable part of them.
  if (isBounded({ from, to })) return rangeWithin({ from, to }, { from: 0, to: 0 });
  const horizon = planningHorizon(uow.now);
  const stored = await repository.storedSpan(personIds);
  const closed = (await firstClosedDay(uow.trx, uow.organizationId)) ?? horizon.from;
  const first = toEpochDay(closed < horizon.from ? closed : horizon.from);
  const bounds = { from: first, to: toEpochDay(horizon.to) + 1 };
  return stored === null ? bounds : unite(bounds, { from: toEpochDay(stored.first), to: toEpochDay(stored.last) + 7 });
}

function ledgersOf(
  personIds: readonly string[],
  { plans }: LoadedPlans,
  rangeOf: (personId: string) => DayRange,
): PersonLedger[] {
  return personIds.flatMap((personId) => {
    const range = widenToWeeks(rangeOf(personId));
    return range.from >= range.to ? [] : [ledgerOf(plans, personId, range)];
  });
}

/** The days the write can move and every day on which the person had or has an allocation, so that conflicts are found whole. */
function ownRange(personId: string, touched: DayRange, plans: readonly LoadedPlans[]): DayRange {
  return plans.reduce((range, loaded) => {
    const plan = loaded.plans.get(personId);
    return plan === undefined ? range : unite(range, planHull(plan));
  }, touched);
}

function comparePeople(before: LoadedPlans, after: LoadedPlans, ledgers: readonly PersonLedger[]): ChangedPerson[] {
  const plans = withWorkOutside(before, after);
  const people: ChangedPerson[] = [];
  for (const ledger of ledgers) {
    const difference = diffLedgers(ledgerOf(plans, ledger.personId, ledger), ledger);
    if (difference.days.length > 0) people.push({ difference, ledger });
  }
  return people;
}

/**
 * The plans before the change with the worked time of all days that are compared now. A write can lengthen the range, and
 * worked time beyond the old range was not loaded before; it lies outside of the write's scope, so it is what it was.
 */
function withWorkOutside(before: LoadedPlans, after: LoadedPlans): Map<string, PersonPlan> {
  if (before.range.from <= after.range.from && after.range.to <= before.range.to) return before.plans;
  const { from, to } = before.workedRange;
  const plans = new Map<string, PersonPlan>();
  for (const [id, plan] of before.plans) {
    const outside = (after.plans.get(id)?.timeEntries ?? []).filter((entry) => entry.day < from || entry.day >= to);
    plans.set(id, { ...plan, timeEntries: [...plan.timeEntries, ...outside] });
  }
  return plans;
}

function changedDates(changed: readonly ChangedPerson[]): IsoDate[] {
  const days = changed.flatMap((person) => person.difference.days);
  return [...new Set(days)].map(fromEpochDay);
}

async function assertPeriodsOpen(uow: UnitOfWork, dates: readonly IsoDate[]): Promise<void> {
  const sorted = [...dates].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return;
  const closed = await shareClosedMonths(uow.trx, uow.organizationId, { first, last });
  const touched = [...new Set(sorted.map(monthOf))].filter((month) => closed.has(month));
  if (touched.length > 0) throw periodClosed(touched);
}

async function settleConflicts(
  uow: UnitOfWork,
  people: { personIds: readonly string[]; after: LoadedPlans; ledgers: readonly PersonLedger[] },
  options: PlanOptions,
): Promise<ConflictChanges> {
  const detected = people.ledgers.flatMap((ledger) => {
    const plan = people.after.plans.get(ledger.personId);
    return plan === undefined || plan.allocations.length === 0 ? [] : detectConflicts(plan, ledger);
  });
  const acceptance = options.onConflict === 'accept' ? { reason: options.conflictReason ?? '' } : null;
  const changes = await reconcileConflicts(uow, { personIds: people.personIds, detected }, acceptance);
  if (options.onConflict === 'reject' && changes.worse.length > 0) throw refusalOf(changes);
  if (options.onConflict === 'accept' && options.isApproved !== true) await assertMayAccept(uow, changes);
  return changes;
}

/** Under a policy, what does not fit is accepted by who may decide it alone; others ask for it (READINGS 40). */
async function assertMayAccept(uow: UnitOfWork, { worse }: ConflictChanges): Promise<void> {
  for (const personId of new Set(worse.map((conflict) => conflict.personId))) {
    if (!(await needsApproval(uow, 'over_allocation', personId))) continue;
    throw new DomainError(
      'not_an_approver',
      'Accepting what does not fit needs approval, and you do not decide it alone.',
      {
        person_id: personId,
      },
    );
  }
}

function refusalOf(changes: ConflictChanges): DomainError {
  const days = changes.worse.flatMap((conflict) =>
    conflict.days.map((day) => ({
      person_id: conflict.personId,
      kind: conflict.kind,
      date: day.date,
      minutes_over: day.minutesOver,
    })),
  );
  const dates = [...new Set(days.map((day) => day.date))].sort();
  const shown =
    dates.slice(0, 10).join(', ') + (dates.length > 10 ? ` and ${String(dates.length - 10)} more days` : '');
  return new DomainError('planning_conflict', `The plan would have conflicts on ${shown}.`, { days });
}

/** Few changed weeks are written here; many, or those of a wide change, are marked dirty for the workflow. */
async function keepWeeks(
  uow: UnitOfWork,
  write: { repository: CapacityRepository; scope: PlanScope; changed: readonly ChangedPerson[] },
): Promise<void> {
  const { repository, scope, changed } = write;
  const count = changed.reduce((sum, person) => sum + person.difference.changedWeeks.length, 0);
  if (planChanges[scope.reason].weeks === 'now' && count <= WEEKS_WRITTEN_AT_ONCE) {
    await repository.writeWeeks(
      changed.flatMap(({ difference, ledger }) => difference.changedWeeks.map((monday) => ({ ledger, monday }))),
    );
    return;
  }
  const ranges = changed.map(({ difference }) => ({
    personId: difference.personId,
    from: fromEpochDay(difference.days[0] ?? 0),
    to: fromEpochDay(difference.days.at(-1) ?? 0),
  }));
  await leaveToWorkflow(uow, ranges, scope.reason);
}
