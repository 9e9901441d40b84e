/** Calendars, their holidays, and filling a calendar with those of a country. */
import { z } from 'zod';
import { crudRoutes } from '../../http/crud-routes';
import { defineRoute, type Route } from '../../http/route';
import { idParams } from '../../http/schemas';
import { presentImpact } from '../capacity/impact.presenter';
import { dryRunAnswer, impactSchema } from '../capacity/impact.schema';
import { planBody, planOptionsOf, planQuery } from '../capacity/plan-wrapper';
import { calendarsResource } from './calendars.resource';
import { generateAnswer, generateBody } from './calendars.schema';
import { generateHolidaysOf } from './generate-holidays.command';
import { holidaysResource } from './holidays.resource';

const generateRoute = defineRoute({
  method: 'POST',
  path: '/calendars/{id}/holidays:generate',
  tag: 'Calendars',
  summary: 'Add the public holidays of a country; repeating it adds none',
  permission: 'calendar.write',
  request: { params: idParams, query: z.strictObject(planQuery), body: generateBody.extend(planBody) },
  response: { 200: z.union([generateAnswer.extend({ impact: impactSchema }), dryRunAnswer]) },
  audit: 'written:holiday.created',
  handle: async (uow, { params, query, body }) => {
    const { impact, ...counts } = await generateHolidaysOf(uow, {
      calendarId: params.id,
      place: { country: body.country, region: body.region ?? null },
      years: body.years,
      options: planOptionsOf(query, body),
    });
    return { status: 200, body: { ...counts, impact: presentImpact(impact) } };
  },
});

/** The routes of this domain. */
export const calendarRoutes: Route[] = [
  ...crudRoutes(calendarsResource),
  ...crudRoutes(holidaysResource),
  generateRoute,
];
