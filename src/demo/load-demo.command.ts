/** Loads the demo organisation: everything of it in one transaction, once. */
import type { Actor } from '../access/actor';
import { AbsenceTypeRepository } from '../domains/absences/absence-types.repository';
import { AbsenceRepository } from '../domains/absences/absences.repository';
import { AllocationRepository } from '../domains/allocations/allocations.repository';
import { CalendarRepository } from '../domains/calendars/calendars.repository';
import { HolidayRepository } from '../domains/calendars/holidays.repository';
import { CapacityRepository } from '../domains/capacity/capacity.repository';
import { changePlan } from '../domains/capacity/change-plan.command';
import { ledgerOf, loadPlans } from '../domains/capacity/compute-ledgers.query';
import { planningHorizon } from '../domains/capacity/planning-horizon.rules';
import { recomputePeople } from '../domains/capacity/recompute-people.command';
import { EngagementRepository } from '../domains/engagements/engagements.repository';
import { PersonCalendarRepository } from '../domains/people/person-calendars.repository';
import { PersonRepository } from '../domains/people/people.repository';
import { PersonEmailRepository } from '../domains/people/person-emails.repository';
import { ProjectRepository } from '../domains/projects/projects.repository';
import { TeamMemberRepository } from '../domains/teams/team-members.repository';
import { TeamRepository } from '../domains/teams/teams.repository';
import { PersonWorkPatternRepository } from '../domains/work-patterns/person-work-patterns.repository';
import { WorkPatternRepository } from '../domains/work-patterns/work-patterns.repository';
import { runInOrganization, type UnitOfWork } from '../platform/unit-of-work';
import type { Database } from '../platform/database';
import type { FileStore } from '../platform/file-store';
import { toEpochDay } from '../shared/calendar-dates';
import {
  chooseCalendar,
  createAccounts,
  createOpenAccess,
  foundOrganization,
  hashDemoPasswords,
  isFounded,
  type DemoAccount,
} from './found-organization.command';
import { DEMO_ORGANIZATION_ID, demoId, SECOND_ORGANIZATION_ID } from './demo-ids.rules';
import { loadDemoBenefits } from './load-demo-benefits.command';
import { loadWork } from './load-work.command';
import { demoPlan } from './demo-plan.rules';
import { loadDemoReports } from './load-demo-reports.command';
import { loadDemoApprovals } from './load-demo-approvals.command';
import { demoTimeEntries, WORKED_DAYS } from './demo-time-entries.rules';
import type { DemoPlan } from './demo.types';

const BATCH = 500;

/** What was loaded; null when it was there already. */
export interface DemoCounts {
  people: number;
  allocations: number;
  timeEntries: number;
  conflicts: number;
}

/**
 * Loads both demo organisations, each in one transaction: interrupted, it leaves the one it was at out, and the next call
 * goes on from there. Does nothing for one that exists. When it returns, weeks and conflicts are those of a full recompute.
 * Dates are relative to `now`; without a file store, no file is attached to anything.
 */
export async function loadDemo(database: Database, now: Date, fileStore?: FileStore): Promise<DemoCounts | null> {
  const accounts = await hashDemoPasswords();
  const owner = accounts.filter(({ role }) => role === 'owner');
  const counts = await found(database, {
    organizationId: DEMO_ORGANIZATION_ID,
    name: 'Atelier Démo',
    accounts,
    now,
    fileStore,
  });
  await found(database, { organizationId: SECOND_ORGANIZATION_ID, name: 'Studio Annexe', accounts: owner, now });
  return counts;
}

async function found(
  database: Database,
  request: {
    organizationId: string;
    name: string;
    accounts: readonly DemoAccount[];
    now: Date;
    fileStore?: FileStore | undefined;
  },
): Promise<DemoCounts | null> {
  const { organizationId, name, accounts, now, fileStore } = request;
  const actor: Actor = {
    kind: 'user',
    organizationId,
    userId: demoId('user', 'admin@demo.com'),
    personId: null,
    role: 'owner',
    sessionId: null,
  };
  const facts = { organizationId, resolveActor: () => Promise.resolve(actor), now };
  return runInOrganization(database, facts, async (uow) => {
    if (await isFounded(uow)) return null;
    await foundOrganization(uow, name);
    const plan = organizationId === DEMO_ORGANIZATION_ID ? demoPlan(now) : null;
    if (plan !== null) {
      await insertPlan(uow, plan);
      await chooseCalendar(uow, demoId('calendar', 'france'));
    }
    await createAccounts(uow, accounts, { withPeople: plan !== null });
    if (plan === null) return null;
    await createOpenAccess(uow);
    await loadWork(uow, fileStore);
    const counts = await computeLedger(uow, plan);
    await loadDemoBenefits(uow);
    await loadDemoApprovals(uow);
    await loadDemoReports(uow, fileStore);
    return counts;
  });
}

async function insertPlan(uow: UnitOfWork, plan: DemoPlan): Promise<void> {
  const place = [uow.trx, uow.organizationId] as const;
  await new PersonRepository(...place).insertMany(plan.people);
  await new PersonEmailRepository(...place).insertMany(plan.personEmails);
  await new EngagementRepository(...place).insertMany(plan.engagements);
  await new TeamRepository(...place).insertMany(plan.teams);
  await new TeamMemberRepository(...place).insertMany(plan.teamMembers);
  await new CalendarRepository(...place).insertMany(plan.calendars);
  await new HolidayRepository(...place).insertMany(plan.holidays);
  await new PersonCalendarRepository(...place).insertMany(plan.personCalendars);
  await new WorkPatternRepository(...place).insertMany(plan.workPatterns);
  await new PersonWorkPatternRepository(...place).insertMany(plan.personWorkPatterns);
  await new AbsenceTypeRepository(...place).insertMany(plan.absenceTypes);
  await new AbsenceRepository(...place).insertMany(plan.absences);
  await new ProjectRepository(...place).insertMany(plan.projects);
  await new AllocationRepository(...place).insertMany(plan.allocations);
}

/** Worked time, weeks of the horizon, conflicts, and last the booking that was accepted, as a planner would make it. */
async function computeLedger(uow: UnitOfWork, plan: DemoPlan): Promise<DemoCounts> {
  const capacity = new CapacityRepository(uow.trx, uow.organizationId);
  const personIds = plan.people.map((person) => person.id).sort();
  const timeEntries = await insertWorkedTime(uow, plan, personIds);
  const horizon = planningHorizon(uow.now);
  await capacity.markDirty(
    personIds.map((personId) => ({ personId, ...horizon })),
    'demo.loaded',
  );
  await recomputePeople(uow, personIds, await capacity.dirtyRanges(personIds));
  const { allocation, reason } = plan.accepted;
  const { personId, startDate: from, endDate: to } = allocation;
  await changePlan(
    uow,
    {
      scope: { personIds: [personId], from, to, reason: 'demo.loaded' },
      options: { onConflict: 'accept', conflictReason: reason },
    },
    () => new AllocationRepository(uow.trx, uow.organizationId).insert(allocation),
  );
  const conflicts = await uow.trx('conflicts').where('organization_id', uow.organizationId).select<unknown[]>('id');
  return {
    people: personIds.length,
    allocations: plan.allocations.length + 1,
    timeEntries,
    conflicts: conflicts.length,
  };
}

async function insertWorkedTime(uow: UnitOfWork, plan: DemoPlan, personIds: readonly string[]): Promise<number> {
  const today = toEpochDay(uow.now.toISOString().slice(0, 10));
  const range = { from: today - WORKED_DAYS, to: today };
  const { plans } = await loadPlans(uow.trx, uow.organizationId, { personIds, range });
  const ledgers = personIds.map((personId) => ledgerOf(plans, personId, range));
  const rows = demoTimeEntries(ledgers, plan.allocations).map((entry) => ({
    ...entry,
    organization_id: uow.organizationId,
  }));
  await uow.trx.batchInsert('time_entries', rows, BATCH);
  return rows.length;
}
