/** Random bodies of planning writes: a few people, a few weeks, so that the edits meet each other. */
import { addDays } from '../shared/calendar-dates';
import type { Random } from './random';

/** What the edits are about; `start` is a Monday, and all dates lie within the eleven weeks around the four after it. */
export interface EditWorld {
  organizationId: string;
  people: readonly string[];
  calendarId: string;
  workPatternId: string;
  projectId: string;
  /** Of an absence type that edits may switch between time off and work. */
  absenceTypeId: string;
  absenceTypeKey: string;
  start: string;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export class PlanBodies {
  constructor(
    private readonly random: Random,
    private readonly world: EditWorld,
  ) {}

  coin(): boolean {
    return this.random.next() < 0.5;
  }

  person(): string {
    return this.random.pick(this.world.people);
  }

  day(): string {
    return addDays(this.world.start, this.random.integer(0, 27));
  }

  dates(longest: number): { start_date: string; end_date: string } {
    const start_date = this.day();
    return { start_date, end_date: addDays(start_date, this.random.integer(0, longest - 1)) };
  }

  /** Dates of a span that may be open at its end. */
  span(longest: number): { starts_on: string; ends_on: string | null } {
    const { start_date, end_date } = this.dates(longest);
    return { starts_on: start_date, ends_on: this.random.next() < 0.2 ? null : end_date };
  }

  allocation(): object {
    const status = this.random.pick(['firm', 'firm', 'tentative']);
    return { person_id: this.person(), project_id: this.world.projectId, status, ...this.dates(21), ...this.load() };
  }

  load(): object {
    const { random } = this;
    return random.pick([
      { percent: random.integer(1, 120) },
      { percent: 50, basis: 'net' },
      { hours_per_week: random.integer(1, 40) },
      { minutes_per_day: random.integer(1, 480) },
      { total_minutes: random.integer(1, 5_000) },
    ]);
  }

  absence(): object {
    const shape = this.random.pick([{}, { starts_at: 'middle_of_day' }, { hours_per_day: 2.5 }]);
    const type = this.random.pick(['paid_leave', this.world.absenceTypeKey]);
    return { person_id: this.person(), type, ...this.dates(5), ...shape };
  }

  holiday(): object {
    return { date: this.day(), label: 'Day', part: this.random.pick(['full', 'morning']) };
  }

  timeEntry(): object {
    return { person_id: this.person(), date: this.day(), minutes: this.random.integer(1, 600) };
  }

  engagement(): object {
    const { start_date, end_date } = this.dates(60);
    const type = this.random.pick(['employee', 'freelance']);
    return { type, start_date, end_date, weekly_hours_default: this.random.pick([null, 20, 35, 39]) };
  }

  capacity(): object {
    const { starts_on, ends_on } = this.span(30);
    return {
      person_id: this.person(),
      period_start: starts_on,
      period_end: ends_on,
      hours_per_week: this.weeklyHours(),
    };
  }

  weeklyHours(): number {
    return this.random.pick([0, 17.5, 21.33, 35, 40]);
  }

  /** Hours on some weekdays; at times a worked Saturday, at times none at all. */
  workweek(): Record<string, number> {
    const hours = WEEKDAYS.slice(0, this.random.integer(4, 6)).map((weekday) => [
      weekday,
      this.random.pick([0, 4, 7, 8]),
    ]);
    return Object.fromEntries(hours) as Record<string, number>;
  }

  /** A two-week cycle with clock times on some days. */
  patternDays(): object[] {
    const days = [];
    for (let slot = 0; slot < 14; slot += 1) {
      const place = { week: 1 + Math.floor(slot / 7), weekday: 1 + (slot % 7) };
      const work = this.random.pick([
        null,
        { minutes: this.random.integer(60, 480) },
        {
          intervals: [
            { start: '09:00', end: '12:30' },
            { start: '13:30', end: '17:00' },
          ],
        },
        { intervals: [{ start: '22:00', end: '06:00' }] },
      ]);
      if (work !== null) days.push({ ...place, ...work });
    }
    return days;
  }

  upsert(): object {
    return { allocations: Array.from({ length: this.random.integer(1, 4) }, () => this.allocation()) };
  }
}
