/** Whose schedules somebody may see and change (READINGS H). */
import { isPermitted, type Actor } from '../../access/actor';
import { isAtLeast } from '../../access/role-grants';
import { DomainError } from '../../shared/domain-error';
import type { ReportSchedule } from './report-schedules.types';

/** Admins: all. Others: their own. */
export function seesAllSchedules(actor: Actor): boolean {
  return isAtLeast(actor.role, 'admin');
}

/** @throws DomainError forbidden */
export function assertMayUseSchedule(actor: Actor, schedule: Pick<ReportSchedule, 'ownerUserId'>): void {
  if (seesAllSchedules(actor) || schedule.ownerUserId === actor.userId) return;
  throw new DomainError('forbidden', 'This schedule is somebody else’s.');
}

/** Admins alone: the new owner's rights decide what the report shows. @throws DomainError forbidden */
export function assertMayHandOver(actor: Actor): void {
  if (seesAllSchedules(actor)) return;
  throw new DomainError('forbidden', 'Only an admin hands a schedule over.');
}

/** A token that can not read reports can not have them sent either. @throws DomainError forbidden */
export function assertMaySendReports(actor: Actor): void {
  if (isPermitted(actor, 'report.read')) return;
  throw new DomainError('forbidden', 'This API token lacks the permission report.read.', { permission: 'report.read' });
}
