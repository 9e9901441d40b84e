/**
 * The least role that gets past each route, as the table of READINGS H says it: typed by hand, not taken from the code. A line
 * is methods and the paths they hold for. Which records the role then reaches is decided by record rules, tested elsewhere.
 */
import type { Role } from '../../src/access/role-grants';

const viewer = `
  GET /me /auth/me /auth/sessions /api-tokens /orgs /orgs/{id}
  POST /auth/logout /auth/change-password /auth/switch-organization /api-tokens /orgs
  DELETE /auth/sessions/{id} /api-tokens/{id}
  GET /people /people/{id} /people/{id}/emails /people/{id}/identifiers
  GET /people/{id}/engagements /people/{id}/engagements/{engagement_id}
  GET /people/{id}/calendars /people/{id}/calendars/{assignment_id}
  GET /people/{id}/work-patterns /people/{id}/work-patterns/{assignment_id} /capacities
  GET /teams /teams/{id} /teams/{id}/members
  GET /calendars /calendars/{id} /calendars/{id}/holidays /calendars/{id}/holidays/{holiday_id}
  GET /work-patterns /work-patterns/{id}
  GET /absences /absences/{id} /absence-types /absence-types/{id}
  GET /projects /projects/{id} /projects/{id}/members /epics /epics/{id} /tags /tags/{id}
  GET /tasks /tasks/{id} /tasks/{id}/assignees /tasks/{id}/dependencies
  GET /allocations /allocations/{id} /allocations/{id}/days
  GET /time-entries /time-entries/{id}
  GET /comments /comments/{id} /attachments /attachments/{id} /attachments/{id}/content
  GET /people/{id}/export
  GET /capacity/days /capacity/explain /capacity/status /capacity/runs/{id} /capacity/heatmap
  GET /conflicts /conflicts/{id}
  GET /reports/utilization /reports/overbookings /reports/capacity-vs-load /reports/plan-vs-actual /availability`;

const member = `
  POST /absences /time-entries
  PATCH,DELETE /absences/{id} /time-entries/{id}
  POST /comments /attachments
  PATCH /comments/{id}
  DELETE /comments/{id} /attachments/{id}
  GET /approvals /approvals/{id} /approvals/{id}/impact
  POST /approvals/{id}:approve /approvals/{id}:decline /approvals/{id}:cancel
  GET,POST /delegations
  GET,PATCH,DELETE /delegations/{id}
  GET /reports/month-grid
  GET /benefits/vouchers/{month}`;

const manager = `
  POST /allocations /allocations:bulk-upsert
  PATCH,DELETE /allocations/{id}
  POST /allocations/{id}:move /allocations/{id}:extend /allocations/{id}:reassign /allocations/{id}:split
  POST /conflicts/{id}:accept /conflicts/{id}:reopen
  POST /people/{id}/work-patterns /capacities
  PATCH,DELETE /people/{id}/work-patterns/{assignment_id}
  DELETE /capacities/{id}
  POST /projects /projects/{id}:restore /projects/{id}/members /epics /tasks /tasks/{id}:restore /epics/{id}:restore /tags
  POST /allocation-requests
  PATCH,DELETE /projects/{id} /projects/{id}/members/{person_id} /epics/{id} /tasks/{id} /tags/{id}
  POST /tasks/{id}/assignees /tasks/{id}/dependencies
  DELETE /tasks/{id}/assignees/{person_id} /tasks/{id}/dependencies/{depends_on_task_id}
  GET,POST /report-schedules
  GET,PATCH,DELETE /report-schedules/{id}
  POST /report-schedules/{id}:run /report-schedules/{id}:pause /report-schedules/{id}:resume /report-schedules/{id}:backfill
  GET /report-schedules/{id}/runs /report-runs/{id} /report-runs/{id}/files/{format}
  POST /report-runs/{id}:cancel /report-runs/{id}/deliveries/{delivery_id}:redeliver`;

const admin = `
  POST /people /people/{id}:restore /people/{id}/calendars /people/{id}/engagements
  PATCH,DELETE /people/{id} /people/{id}/calendars/{assignment_id} /people/{id}/engagements/{engagement_id}
  POST /people/{id}/emails /people/{id}/identifiers
  PATCH,DELETE /people/{id}/emails/{email_id} /people/{id}/identifiers/{identifier_id}
  POST /teams /teams/{id}:restore /teams/{id}/members
  PATCH,DELETE /teams/{id} /teams/{id}/members/{person_id}
  POST /calendars /calendars/{id}/holidays /calendars/{id}/holidays:generate
  PATCH,DELETE /calendars/{id} /calendars/{id}/holidays/{holiday_id}
  POST /work-patterns /absence-types
  PATCH,DELETE /work-patterns/{id} /absence-types/{id}
  POST /capacity:recompute /capacity/runs/{id}:cancel
  GET /periods /audit-events /orgs/{id}/settings /orgs/{id}/retention-preview
  POST /periods/{month}:close /periods/{month}:reopen
  PATCH /orgs/{id} /orgs/{id}/settings
  GET,POST /members
  GET,PATCH,DELETE /members/{id}
  POST /members/{id}:resend
  GET,POST /benefits/types /benefits/policies /people/{id}/benefits
  GET,PATCH /benefits/types/{id} /benefits/policies/{id}
  GET,PATCH,DELETE /people/{id}/benefits/{benefit_id}
  GET /benefits/vouchers/{month}/order-file /benefits/vouchers/{month}/reconciliation
  GET,POST /approval-policies
  GET,PATCH,DELETE /approval-policies/{id}
  GET /integrations/providers /integrations/{connection_id}/runs /provider-records /reports/sync-health
  GET,POST /integrations/connections
  GET,PATCH,DELETE /integrations/connections/{id}
  POST /integrations/connections/{id}:test /integrations/{connection_id}/sync /sync-runs/{id}:cancel
  PUT /integrations/connections/{id}/schedule
  GET /sync-runs/{id} /sync-runs/{id}/changes /sync-runs/{id}/errors
  GET /external-accounts /identity/matches /identity/decisions /identity/presence
  POST /external-accounts/{id}/link /external-accounts/{id}/unlink /identity/resolve /identity/matches:confirm
  GET,POST /webhooks
  GET,PATCH,DELETE /webhooks/{id}
  POST /webhooks/{id}:test /webhooks/{id}:rotate-secret /webhooks/{id}/deliveries/{delivery_id}:redeliver
  POST /webhooks/{id}/deliveries:redeliver
  GET /webhooks/{id}/deliveries
  GET /erasures /erasures/{id}
  POST /benefits/vouchers/{month}:close`;

const owner = `
  DELETE /orgs/{id}
  POST /people/{id}:erase`;

/** Who has not signed in gets past these alone. */
const anybody = `
  POST /auth/login /auth/refresh /auth/forgot-password /auth/reset-password /auth/accept-invitation
  POST /integrations/webhooks/{connection_id}`;

export type LeastRole = Role | 'anybody';

/** `METHOD path` → the least role. */
export const leastRoles: ReadonlyMap<string, LeastRole> = new Map(
  Object.entries({ anybody, viewer, member, manager, admin, owner }).flatMap(([role, lines]) =>
    operationsOf(lines).map((operation) => [operation, role as LeastRole] as const),
  ),
);

function operationsOf(lines: string): string[] {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const [methods = '', ...paths] = line.trim().split(' ');
      return methods.split(',').flatMap((method) => paths.map((path) => `${method} ${path}`));
    });
}
