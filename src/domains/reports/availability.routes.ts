/** `GET /availability`: who has room, and on which days. */
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route';
import { dayRangeOf, isoDate, uuid } from '../../http/schemas';
import { invalidField } from '../../shared/domain-error';
import { findAvailability } from './availability.query';
import type { AvailablePerson } from './availability.rules';
import { listVisiblePeople } from './list-visible-people.query';

const query = z.strictObject({
  from: isoDate,
  to: isoDate,
  team_id: uuid.optional(),
  minutes_per_day: z.coerce.number().int().min(1).max(1_440).optional(),
  total_minutes: z.coerce.number().int().min(1).max(10_000_000).optional(),
});

const answer = z
  .strictObject({
    from: isoDate,
    to: isoDate,
    items: z.array(
      z.strictObject({
        person_id: uuid,
        person_name: z.string(),
        net_minutes: z.int(),
        firm_minutes: z.int(),
        tentative_minutes: z.int(),
        free_minutes: z.int(),
        days: z.array(z.strictObject({ date: isoDate, free_minutes: z.int() })),
      }),
    ),
    total: z.int(),
  })
  .meta({ id: 'Availability' });

/** People ranked by free minutes (net − firm, day by day), each with the days that fit. */
export const availabilityRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/availability',
    tag: 'Capacity',
    summary: 'Who has room between two dates, most free minutes first, with the days that fit',
    permission: 'report.read',
    request: { query },
    response: { 200: answer },
    audit: 'none:read',
    handle: async (uow, { query: asked }) => {
      const { from, to } = asked;
      dayRangeOf(from, to);
      if (asked.minutes_per_day !== undefined && asked.total_minutes !== undefined) {
        throw invalidField('/query/total_minutes', 'one_of', 'send minutes_per_day or total_minutes, not both');
      }
      const people = await findAvailability(uow, {
        from,
        to,
        teamId: asked.team_id ?? null,
        personIds: await listVisiblePeople(uow, 'person'),
        demand: { minutesPerDay: asked.minutes_per_day ?? null, totalMinutes: asked.total_minutes ?? null },
      });
      return { status: 200, body: { from, to, items: people.map(present), total: people.length } };
    },
  }),
];

function present(person: AvailablePerson): object {
  return {
    person_id: person.personId,
    person_name: person.personName,
    net_minutes: person.netMinutes,
    firm_minutes: person.firmMinutes,
    tentative_minutes: person.tentativeMinutes,
    free_minutes: person.freeMinutes,
    days: person.days.map((day) => ({ date: day.date, free_minutes: day.freeMinutes })),
  };
}
