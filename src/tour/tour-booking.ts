/** The middle of the tour: a booking tried, made, explained, and found again in the report. */
import { expectThat, type Conflict, type Impact, type Report } from './tour-client';
import { readReports, type TourWeek } from './tour-facts';
import { asHours, dayLines, impactLines, reportLine, signed } from './tour-output';
import { TOUR_NOTE, type Tour } from './tour-context';

interface Booking {
  person: { id: string; full_name: string };
  project: { id: string };
  week: TourWeek;
  before: { person: Report; team: Report };
}

/** Four steps; afterwards the booking is stored and listed in `tour.undo`. @throws TourError */
export async function bookAndCheck(tour: Tour, booking: Booking): Promise<void> {
  const { client, step, say } = tour;
  const { person, project, week } = booking;
  const body = {
    person_id: person.id,
    project_id: project.id,
    start_date: week.from,
    end_date: week.to,
    minutes_per_day: week.minutesPerDay,
    notes: TOUR_NOTE,
  };
  step(`What would ${asHours(week.minutesPerDay)} a day more do? (dry run, nothing is stored)`);
  const tried = await client.answer(
    client.api.POST('/api/v1/allocations', { params: { query: { dry_run: 'true' } }, body }),
  );
  impactLines(tried.impact).forEach(say);
  expectThat(tried.impact.conflicts.opened.length > 0, 'the booking would open a conflict');

  step('Book it: the same impact, now for real');
  const booked = await client.answer(client.api.POST('/api/v1/allocations', { body }));
  expectThat('id' in booked, 'the booking is stored');
  tour.undo.push({ title: `DELETE /allocations/${booked.id}`, run: () => removeAllocation(tour, booked.id) });
  expectThat(
    comparable(booked.impact) === comparable(tried.impact),
    'the dry run told the impact of the real booking, all but ids and instants',
  );
  say(`Allocation ${booked.id}, impact identical.`);
  const query = { person_id: person.id, from: week.from, to: week.to };
  const { items } = await client.answer(client.api.GET('/api/v1/capacity/days', { params: { query } }));
  dayLines(items).forEach(say);

  await showConflict(tour, booking, booked.impact.conflicts.opened);
  await compareReports(tour, booking);
}

async function showConflict(tour: Tour, { person, week }: Booking, opened: readonly Conflict[]): Promise<void> {
  const { client, step, say } = tour;
  step('The conflict it opened, and why');
  const query = { person_id: person.id, from: week.from, to: week.to };
  const { items } = await client.answer(client.api.GET('/api/v1/conflicts', { params: { query } }));
  const conflict = items.find((one) => opened.some(({ id }) => id === one.id));
  expectThat(conflict !== undefined, 'the opened conflict is on the list');
  say(
    `${conflict.kind}, ${conflict.state}, ${conflict.start_date} to ${conflict.end_date}, ${asHours(conflict.over_minutes)} over`,
  );
  const day = { person_id: person.id, date: conflict.start_date, figure: 'over' } as const;
  const explanation = await client.answer(client.api.GET('/api/v1/capacity/explain', { params: { query: day } }));
  for (const part of explanation.parts) {
    say(`  ${part.kind.padEnd(12)} ${part.label.padEnd(28)} ${signed(part.minutes).padStart(5)} min`);
  }
  const sum = explanation.parts.reduce((total, part) => total + part.minutes, 0);
  expectThat(sum === explanation.minutes && sum > 0, 'the parts sum to the minutes over');
  say(`  ${`= over on ${conflict.start_date}`.padEnd(41)} ${String(sum).padStart(5)} min`);
}

/** Takes one booking back. @throws TourError */
export function removeAllocation({ client }: Tour, id: string): Promise<unknown> {
  return client.answer(client.api.DELETE('/api/v1/allocations/{id}', { params: { path: { id } } }));
}

async function compareReports(tour: Tour, { person, week, before }: Booking): Promise<void> {
  const { client, step, say } = tour;
  step(`The utilization report of ${week.from} to ${week.to}, before and after`);
  const after = await readReports(client, week);
  const booked = week.minutesPerDay * week.days.length;
  for (const kind of ['person', 'team'] as const) {
    const moved = after[kind].items.filter(
      (row) => row.firm_minutes !== before[kind].items.find((one) => one.id === row.id)?.firm_minutes,
    );
    const [row] = moved;
    const old = before[kind].items.find((one) => one.id === row?.id);
    expectThat(row !== undefined && old !== undefined && moved.length === 1, `one ${kind} changed`);
    expectThat(kind === 'team' || row.id === person.id, 'the person is the one who was booked');
    expectThat(row.firm_minutes - old.firm_minutes === booked, `the ${kind} has exactly ${String(booked)} min more`);
    say(reportLine(row.name, old, row));
  }
  const difference = after.person.totals.firm_minutes - before.person.totals.firm_minutes;
  expectThat(difference === booked, 'the total has exactly those minutes more');
  say(reportLine('Everybody', before.person.totals, after.person.totals));
}

/** An impact without the ids and instants of what a dry run does not store. */
function comparable(impact: Impact): string {
  const opened = impact.conflicts.opened.map((conflict) => ({
    ...conflict,
    id: null,
    first_seen_at: null,
    causes: conflict.causes.map((cause) => JSON.stringify({ ...cause, id: null })).sort(),
  }));
  return JSON.stringify({ ...impact, conflicts: { ...impact.conflicts, opened } });
}
