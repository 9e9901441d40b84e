/** The end of the tour: a company closure, its impact, and the recomputation that Temporal runs for it. */
import { awaitUntil, expectThat } from './tour-client';
import { findClosureDay, readReports } from './tour-facts';
import { impactLines } from './tour-output';
import type { Tour } from './tour-context';

const DRAIN_LIMIT_MS = 60_000;
const LABEL = 'Fermeture (visite guidée)';

/** Two steps; afterwards the closure is stored and listed in `tour.undo`. @throws TourError */
export async function closeAndCheck(tour: Tour, workflowUrl: string): Promise<void> {
  const { client, step, say } = tour;
  const { calendar, date } = await findClosureDay(client);
  step(`Close the company on ${date} (calendar ${calendar.name})`);
  await removeLeftovers(tour, calendar.id);
  const day = { from: date, to: date };
  const before = await readReports(client, day);
  const closed = await client.answer(
    client.api.POST('/api/v1/calendars/{id}/holidays', {
      params: { path: { id: calendar.id } },
      body: { date, label: LABEL, kind: 'closure' },
    }),
  );
  expectThat('id' in closed, 'the closure is stored');
  tour.undo.push({
    title: `DELETE /calendars/${calendar.id}/holidays/${closed.id}`,
    run: () => removeHoliday(tour, calendar.id, closed.id),
  });
  impactLines(closed.impact).forEach(say);
  const after = await readReports(client, day);
  const lost = before.person.totals.net_minutes - after.person.totals.net_minutes;
  const { totals } = closed.impact;
  expectThat(lost > 0 && lost === totals.before.net_minutes - totals.net_minutes, 'the report lost those net minutes');
  say(
    `report        net ${String(before.person.totals.net_minutes)} -> ${String(after.person.totals.net_minutes)} min at once, before the recomputation has run`,
  );

  step('The recomputation it set off');
  await awaitDrained(tour);
  say(`Temporal Web UI: ${workflowUrl}`);
}

/** What an interrupted tour left behind. */
async function removeLeftovers(tour: Tour, calendarId: string): Promise<void> {
  const { client } = tour;
  const { items } = await client.answer(
    client.api.GET('/api/v1/calendars/{id}/holidays', {
      params: { path: { id: calendarId }, query: { page_size: 100 } },
    }),
  );
  for (const { id, label } of items) if (label === LABEL) await removeHoliday(tour, calendarId, id);
}

function removeHoliday({ client }: Tour, id: string, holiday_id: string): Promise<unknown> {
  return client.answer(
    client.api.DELETE('/api/v1/calendars/{id}/holidays/{holiday_id}', { params: { path: { id, holiday_id } } }),
  );
}

async function awaitDrained({ client, say }: Tour): Promise<void> {
  const status = () => client.answer(client.api.GET('/api/v1/capacity/status'));
  const first = await status();
  const { elapsedMs } = await awaitUntil(status, (answer) => answer.dirty_ranges === 0, {
    limitMs: DRAIN_LIMIT_MS,
    what: 'the worker drains the dirty ranges (is it running?)',
  });
  say(
    `${String(first.dirty_ranges)} dirty ranges of ${String(first.dirty_people)} people -> 0 after ${(elapsedMs / 1_000).toFixed(1)} s`,
  );
}
