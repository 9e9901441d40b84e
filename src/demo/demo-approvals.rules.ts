/** Who approves what at Atelier Démo. Levels, and the requests that wait when the demo is opened. */
import { allocationFields, type AllocationFields } from '../domains/allocations/allocation-record.rules';
import type { Absence } from '../domains/absences/absences.types';
import type { ApprovalLevel, ApprovalPolicy, Delegation } from '../domains/approvals/approvals.types';
import { addDays } from '../shared/calendar-dates';
import { demoDates } from './demo-dates.rules';
import { demoId } from './demo-ids.rules';
import type { Row } from './demo.types';

export interface DemoApprovals {
  policies: Row<ApprovalPolicy>[];
  /** John is away next week: Alice decides about leave for him. */
  delegation: Row<Delegation>;
  /** Jane asks for it, John has approved, Alice has not: it waits at level two. */
  absence: Row<Absence>;
  /** John asks for somebody of the design team: it waits at level one. */
  booking: { fields: AllocationFields; message: string };
}

const WEEK_OF_LEAVE = 8;
const THURSDAY = 3;
const FRIDAY = 4;

/** A policy for each kind, and what is under way. @example demoApprovals(now).policies.length === 4 */
export function demoApprovals(now: Date): DemoApprovals {
  const dates = demoDates(now);
  const days = (weekday: number): string => dates.day(WEEK_OF_LEAVE, weekday);
  return {
    policies: demoPolicies(),
    delegation: {
      id: demoId('delegation', 'john/alice'),
      fromUserId: demoId('user', 'john@demo.com'),
      toUserId: demoId('user', 'admin@demo.com'),
      startsOn: dates.today,
      endsOn: addDays(dates.today, 14),
      kinds: ['absence'],
    },
    absence: {
      id: demoId('absence', 'jane/approval'),
      personId: demoId('person', 'jane'),
      typeId: demoId('absence_type', 'rtt'),
      startDate: days(THURSDAY),
      endDate: days(FRIDAY),
      startsAt: 'beginning_of_day',
      endsAt: 'end_of_day',
      minutesPerDay: null,
      status: 'requested',
      notes: null,
      source: 'manual',
    },
    booking: {
      message: 'Deux semaines de maquettes avant la mise en ligne.',
      fields: allocationFields(
        { personId: demoId('person', 'nadia'), startDate: dates.day(3), endDate: dates.day(4, FRIDAY), percent: 40 },
        null,
      ),
    },
  };
}

function demoPolicies(): Row<ApprovalPolicy>[] {
  const owner = { type: 'role', role: 'owner' } as const;
  const level = (changes: Partial<ApprovalLevel>): ApprovalLevel => ({
    approvers: [owner],
    rule: 'any',
    quorum: null,
    remindAfter: 'P2D',
    escalateAfter: null,
    escalateTo: null,
    ...changes,
  });
  const policy = (kind: ApprovalPolicy['kind'], levels: ApprovalLevel[]): Row<ApprovalPolicy> => ({
    id: demoId('approval_policy', kind),
    kind,
    levels,
  });
  const lead = level({ approvers: [{ type: 'team_lead' }], escalateAfter: 'P1W', escalateTo: owner });
  return [
    policy('absence', [lead, level({ remindAfter: 'P3D' })]),
    policy('allocation_request', [level({ approvers: [{ type: 'team_lead' }, owner] })]),
    policy('over_allocation', [level({})]),
    policy('period_close', [level({ approvers: [{ type: 'role', role: 'manager' }] })]),
  ];
}
