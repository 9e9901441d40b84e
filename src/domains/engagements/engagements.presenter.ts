/** An engagement as it is answered. */
import type { Actor } from '../../access/actor';
import { isAtLeast } from '../../access/role-grants';
import { withRecordFields } from '../../shared/record-fields';
import { hoursOfMinutes } from '../../shared/wire-hours';
import type { Engagement } from './engagements.types';

/** Notes of a contract are for those who write contracts. */
export function presentEngagement(engagement: Engagement, actor: Actor): object {
  const weekly = engagement.weeklyMinutesDefault;
  return withRecordFields(engagement, {
    person_id: engagement.personId,
    type: engagement.type,
    start_date: engagement.startDate,
    end_date: engagement.endDate,
    weekly_hours_default: weekly === null ? null : hoursOfMinutes(weekly),
    payroll_eligible: engagement.payrollEligible,
    notes: isAtLeast(actor.role, 'admin') ? engagement.notes : null,
  });
}
