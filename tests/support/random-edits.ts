/** Random edits of the plan through the API, the same for the same seed. */
import { addDays } from '../../src/shared/calendar-dates';

/** A small generator of our own (mulberry32), so that a failure is repeated by its seed. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** One request. */
export interface Edit {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
  /** Where the created record is found afterwards. */
  collection?: string;
}

/** Thinks up edits of a few people and one calendar, and changes or deletes what it made. */
export class Editor {
  readonly #made: { path: string; collection: string }[] = [];

  constructor(
    private readonly random: (below: number) => number,
    private readonly world: { people: readonly string[]; calendarId: string; start: string },
  ) {}

  next(): Edit {
    const target = this.#made[this.random(Math.max(1, this.#made.length))];
    const dice = this.random(10);
    if (target !== undefined && dice < 2) {
      this.#made.splice(this.#made.indexOf(target), 1);
      return { method: 'DELETE', path: target.path };
    }
    if (target !== undefined && dice < 4 && target.collection !== 'holiday') {
      return { method: 'PATCH', path: target.path, body: this.#dates(target.collection === 'absence' ? 5 : 21) };
    }
    if (dice < 6) return { method: 'POST', path: '/absences', collection: 'absence', body: this.#absence() };
    if (dice < 7) {
      const body = {
        date: addDays(this.world.start, this.random(28)),
        label: 'Day',
        part: this.#one(['full', 'morning']),
      };
      return { method: 'POST', path: `/calendars/${this.world.calendarId}/holidays`, collection: 'holiday', body };
    }
    return { method: 'POST', path: '/allocations', collection: 'allocation', body: this.#allocation() };
  }

  remember(edit: Edit, id: string): void {
    if (edit.collection !== undefined) this.#made.push({ path: `${edit.path}/${id}`, collection: edit.collection });
  }

  #allocation(): object {
    const loads = [
      { percent: 1 + this.random(120) },
      { percent: 50, basis: 'net' },
      { hours_per_week: 1 + this.random(40) },
      { minutes_per_day: 1 + this.random(480) },
      { total_minutes: 1 + this.random(5_000) },
    ];
    const status = this.#one(['firm', 'firm', 'tentative']);
    return { person_id: this.#one(this.world.people), status, ...this.#dates(21), ...this.#one(loads) };
  }

  #absence(): object {
    const shape = this.#one([{}, { starts_at: 'middle_of_day' }, { hours_per_day: 2.5 }]);
    return { person_id: this.#one(this.world.people), type: 'paid_leave', ...this.#dates(5), ...shape };
  }

  #dates(longest: number): { start_date: string; end_date: string } {
    const start_date = addDays(this.world.start, this.random(28));
    return { start_date, end_date: addDays(start_date, this.random(longest)) };
  }

  #one<T>(values: readonly T[]): T {
    return values[this.random(values.length)]!;
  }
}
