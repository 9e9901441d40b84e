/** Every route of the API. A route that is not in this list does not exist; the architecture tests read it too. */
import type { Container } from './container';
import type { Route } from './http/route';
import { absenceRoutes } from './domains/absences/absences.routes';
import { allocationBlockRoutes } from './domains/allocations/allocation-blocks.routes';
import { allocationRoutes } from './domains/allocations/allocations.routes';
import { bulkUpsertRoutes } from './domains/allocations/bulk-upsert.routes';
import { apiTokenRoutes } from './domains/api-tokens/api-tokens.routes';
import { approvalRoutes } from './domains/approvals/approvals.routes';
import { delegationRoutes } from './domains/approvals/delegations.routes';
import { attachmentRoutes } from './domains/attachments/attachments.routes';
import { auditRoutes } from './domains/audit/audit.routes';
import { benefitRoutes } from './domains/benefits/benefits.routes';
import { calendarRoutes } from './domains/calendars/calendars.routes';
import { capacityRoutes } from './domains/capacity/capacity.routes';
import { commentRoutes } from './domains/comments/comments.routes';
import { conflictRoutes } from './domains/conflicts/conflicts.routes';
import { privacyRoutes } from './domains/privacy/privacy.routes';
import { engagementRoutes } from './domains/engagements/engagements.routes';
import { epicRoutes } from './domains/epics/epics.routes';
import { connectionRoutes, type ConnectionRouteDeps } from './domains/integrations/connections.routes';
import { identityRoutes } from './domains/identities/identities.routes';
import { organizationRoutes } from './domains/organizations/organizations.routes';
import { settingsRoutes } from './domains/organizations/settings.routes';
import { peopleRoutes } from './domains/people/people.routes';
import { periodRoutes } from './domains/periods/periods.routes';
import { projectRoutes } from './domains/projects/projects.routes';
import { memberRoutes } from './domains/members/members.routes';
import { availabilityRoutes } from './domains/reports/availability.routes';
import { heatmapRoutes } from './domains/reports/heatmap.routes';
import { reportRoutes } from './domains/reports/reports.routes';
import { reportRunRoutes } from './domains/report-schedules/report-runs.routes';
import { reportScheduleRoutes } from './domains/report-schedules/report-schedules.routes';
import { sessionRoutes } from './domains/sessions/sessions.routes';
import { tagRoutes } from './domains/tags/tags.routes';
import { taskRoutes } from './domains/tasks/tasks.routes';
import { providerRecordRoutes } from './domains/syncs/provider-records.routes';
import { providerWebhookRoutes } from './domains/syncs/webhooks.routes';
import { syncRoutes } from './domains/syncs/syncs.routes';
import { teamRoutes } from './domains/teams/teams.routes';
import { timeEntryRoutes } from './domains/time-entries/time-entries.routes';
import { voucherRoutes } from './domains/vouchers/vouchers.routes';
import { webhookRoutes } from './domains/webhooks/webhooks.routes';
import { workPatternRoutes } from './domains/work-patterns/work-patterns.routes';

/** What the routes need of the container. */
export type RouteDeps = Pick<
  Container,
  | 'clock'
  | 'accessTokens'
  | 'loginThrottle'
  | 'passwordResetThrottle'
  | 'linkTokens'
  | 'config'
  | 'answerCache'
  | 'keyRing'
  | 'keepRotatedCredentials'
  | 'fileStore'
  | 'webhookSender'
> & { providers: ConnectionRouteDeps['providers'] };

/** The routes in the order the document shows them. */
export function listRoutes(container: RouteDeps): Route[] {
  return [
    ...signInRoutes(container),
    ...organizationRoutes,
    ...settingsRoutes,
    ...memberRoutes({ linkTokens: container.linkTokens, appUrl: container.config.appUrl }),
    ...apiTokenRoutes,
    ...peopleRoutes,
    ...engagementRoutes,
    ...teamRoutes,
    ...calendarRoutes,
    ...workPatternRoutes,
    ...absenceRoutes,
    ...projectRoutes,
    ...[epicRoutes, taskRoutes, tagRoutes, commentRoutes, attachmentRoutes(container)].flat(),
    ...planningRoutes,
    ...timeEntryRoutes,
    ...capacityRoutes,
    ...conflictRoutes,
    ...heatmapRoutes(container.answerCache),
    ...reportRoutes(container.answerCache),
    ...availabilityRoutes,
    ...scheduledReportRoutes(container),
    ...periodRoutes,
    ...benefitRoutes,
    ...voucherRoutes,
    ...integrationRoutes(container),
    ...privacyRoutes,
    ...approvalRoutes,
    ...delegationRoutes,
    ...webhookRoutes({
      keyRing: container.keyRing,
      sender: container.webhookSender,
      allowPrivateAddresses: container.config.webhookAllowPrivateAddresses,
    }),
    ...auditRoutes,
  ];
}

function scheduledReportRoutes(container: RouteDeps): Route[] {
  const { keyRing, config } = container;
  const allowPrivateAddresses = config.webhookAllowPrivateAddresses;
  return [...reportScheduleRoutes({ keyRing, allowPrivateAddresses }), ...reportRunRoutes(container)];
}

const planningRoutes: Route[] = [...allocationRoutes, ...allocationBlockRoutes, ...bulkUpsertRoutes];
function signInRoutes({ clock, accessTokens, loginThrottle, passwordResetThrottle, config }: RouteDeps): Route[] {
  return sessionRoutes({
    clock,
    tokens: accessTokens,
    throttle: loginThrottle,
    resets: passwordResetThrottle,
    successorKey: config.jwtSecrets.at(-1) ?? '',
  });
}

function integrationRoutes({ clock, keyRing, providers, keepRotatedCredentials: keepRotated }: RouteDeps): Route[] {
  return [
    ...connectionRoutes({ keyRing, providers, keepRotated }),
    ...syncRoutes,
    ...providerWebhookRoutes({ clock, keyRing }),
    ...providerRecordRoutes,
    ...identityRoutes,
  ];
}
