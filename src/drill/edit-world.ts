/** A small organisation whose people, calendar, pattern and absence type random edits share. */
import type { EditWorld } from './plan-bodies';

/** Sends `POST path` and answers the id of what was made. */
export type Create = (path: string, body: object) => Promise<string>;

/** A Monday far enough ahead that no edit touches a closed month. */
const START = '2027-02-01';
/** These join and leave the calendar by edits alone. */
const PEOPLE_WITHOUT_CALENDAR = 2;

/** Makes what the edits need; most people follow the calendar, so that a holiday is recomputed by the workflow. */
export async function buildEditWorld(
  create: Create,
  request: { organizationId: string; people: number },
): Promise<EditWorld> {
  const { organizationId } = request;
  const calendarId = await create('/calendars', { name: 'Edited calendar' });
  const projectId = await create('/projects', { name: 'Edited project', key: 'EDITS' });
  const absenceTypeKey = 'edited_type';
  const absenceTypeId = await create('/absence-types', { key: absenceTypeKey, label: 'Edited type' });
  const workPatternId = await create('/work-patterns', {
    name: 'Edited pattern',
    cycle_weeks: 2,
    anchor_monday: START,
    days: [{ week: 1, weekday: 1, minutes: 420 }],
  });
  const people: string[] = [];
  for (let number = 1; number <= request.people; number += 1) {
    const personId = await create('/people', { full_name: `Edited ${String(number)}` });
    people.push(personId);
    if (number > request.people - PEOPLE_WITHOUT_CALENDAR) continue;
    await create(`/people/${personId}/calendars`, { calendar_id: calendarId, starts_on: '2020-01-01' });
  }
  const shared = { calendarId, projectId, workPatternId, absenceTypeId, absenceTypeKey };
  return { organizationId, people, start: START, ...shared };
}
