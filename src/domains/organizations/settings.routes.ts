/** Settings of an organisation. */
import { defineRoute, type Answer, type Route } from '../../http/route';
import { idParams } from '../../http/schemas';
import { assertEntered } from './get-organization.query';
import { readSettings } from './read-settings.query';
import { presentSettings } from './settings.presenter';
import { changedSettings, settingsAnswer } from './settings.schema';
import type { VersionedSettings } from './settings.types';
import { updateSettings } from './update-settings.command';

const facts = {
  path: '/orgs/{id}/settings',
  tag: 'Orgs',
  organizationParam: 'id',
  response: { 200: settingsAnswer },
} as const;

const getRoute = defineRoute({
  ...facts,
  method: 'GET',
  summary: 'Thresholds, definitions, masking, retention, and what new people get',
  permission: 'settings.read',
  request: { params: idParams },
  audit: 'none:read',
  handle: async (uow, { params }) => {
    assertEntered(uow, params.id);
    return answerOf(await readSettings(uow));
  },
});

const updateRoute = defineRoute({
  ...facts,
  method: 'PATCH',
  summary: 'Change settings; what is not sent stays',
  permission: 'settings.write',
  request: { params: idParams, body: changedSettings },
  audit: 'written:organization_settings.updated',
  handle: async (uow, { params, body }) => {
    assertEntered(uow, params.id);
    const settings = await updateSettings(uow, {
      overbookingToleranceMinutes: body.thresholds?.overbooking_tolerance_minutes,
      absenceTypesShownTo: body.masking?.absence_types,
      endedSessionsDays: body.retention?.ended_sessions_days,
      formerPeopleMonths: body.retention?.former_people_months,
      defaultCalendarId: body.defaults?.calendar_id,
      reportRunsMonths: body.retention?.report_runs_months,
    });
    return answerOf(settings);
  },
});

/** The settings routes. */
export const settingsRoutes: Route[] = [getRoute, updateRoute];

function answerOf(settings: VersionedSettings): Answer {
  return { status: 200, body: presentSettings(settings), version: settings.version };
}
