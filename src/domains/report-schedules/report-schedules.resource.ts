/** Report schedules as a resource: managers have their own, admins all. */
import { z } from 'zod';
import type { CrudResource } from '../../http/crud-resource';
import type { NewRecord } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { invalidField } from '../../shared/domain-error';
import { newId } from '../../shared/ids';
import { assertReportTeam } from './assert-report-team.query';
import { findOwner } from './find-owner.query';
import { forgetSecrets, keepRecipients, type RecipientDeps } from './keep-recipients.command';
import { checkParameters } from './report-parameters.schema';
import {
  assertMayHandOver,
  assertMaySendReports,
  assertMayUseSchedule,
  seesAllSchedules,
} from './report-schedules.policy';
import { schedulePresenter } from './report-schedules.presenter';
import { ReportScheduleRepository } from './report-schedules.repository';
import {
  changedReportSchedule,
  newReportSchedule,
  reportScheduleAnswer,
  type ReportScheduleBody,
} from './report-schedules.schema';
import { scheduledReports, scheduleStates, type ReportSchedule } from './report-schedules.types';

/** The resource; secrets of webhooks are encrypted, and URLs that are never called refused. */
export function reportSchedulesResource(deps: RecipientDeps): CrudResource<ReportSchedule> {
  return {
    path: '/report-schedules',
    tag: 'Scheduled reports',
    noun: 'report_schedule',
    permissions: { read: 'report_schedule.read', write: 'report_schedule.write' },
    operations: ['list', 'create', 'get', 'update', 'delete'],
    listQuery: { state: z.enum(scheduleStates).optional(), report: z.enum(scheduledReports).optional() },
    filter: (rows, { query: { state, report }, actor }) => {
      if (!seesAllSchedules(actor)) rows.where('owner_user_id', actor.userId);
      if (state !== undefined) rows.where('state', state as string);
      if (report !== undefined) rows.where('report', report as string);
    },
    create: newReportSchedule,
    update: changedReportSchedule,
    answer: reportScheduleAnswer,
    repository: (uow) => new ReportScheduleRepository(uow.trx, uow.organizationId),
    find: async (uow, { id = '' }) => {
      const schedule = await new ReportScheduleRepository(uow.trx, uow.organizationId).get(id);
      assertMayUseSchedule(uow.actor, schedule);
      return schedule;
    },
    toRecord: (uow, body, { before }) => recordOf(uow, deps, { asked: body, before }),
    mayWrite: (uow) => {
      assertMaySendReports(uow.actor);
      return Promise.resolve();
    },
    alongside: async (uow, { after, result }) => {
      if (after === null) await forgetSecrets(uow, result.id);
    },
    presenterFor: (uow) => Promise.resolve(schedulePresenter(uow.now)),
  };
}

async function recordOf(
  uow: UnitOfWork,
  deps: RecipientDeps,
  { asked, before }: { asked: ReportScheduleBody; before: ReportSchedule | null },
): Promise<NewRecord<ReportSchedule>> {
  const id = before?.id ?? newId();
  const report = asked.report ?? before?.report ?? 'utilization';
  const parameters = checkParameters(report, asked.parameters ?? before?.parameters ?? {});
  await assertReportTeam(uow, parameters['team_id']);
  const known = before?.recipients ?? [];
  const recipients =
    asked.recipients === undefined
      ? known
      : await keepRecipients(uow, deps, { scheduleId: id, before: known, inputs: asked.recipients });
  return {
    id,
    ownerUserId: await ownerOf(uow, asked, before),
    name: asked.name ?? before?.name ?? '',
    report,
    parameters,
    cron: asked.cron ?? before?.cron ?? '',
    timezone: asked.timezone ?? before?.timezone ?? '',
    formats: [...new Set(asked.formats ?? before?.formats ?? [])],
    language: asked.language ?? before?.language ?? 'en',
    recipients,
    state: before?.state ?? 'active',
    stateReason: before?.stateReason ?? null,
  };
}

/** Who asks for a new one; the one it has, or whom an admin hands it to. @throws DomainError forbidden, validation_failed */
async function ownerOf(uow: UnitOfWork, asked: ReportScheduleBody, before: ReportSchedule | null): Promise<string> {
  const known = before?.ownerUserId ?? uow.actor.userId;
  if (known === null) throw new Error('a schedule is somebody’s');
  const wanted = asked.owner_user_id ?? known;
  if (wanted === known) return known;
  assertMayHandOver(uow.actor);
  const owner = await findOwner(uow, wanted);
  if (typeof owner === 'string') {
    throw invalidField('/owner_user_id', owner, 'this user may not have reports sent');
  }
  return wanted;
}
