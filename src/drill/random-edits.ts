/** Random edits of the plan through the API, of every kind that moves figures; the same for the same seed. */
import { PlanBodies, type EditWorld } from './plan-bodies';
import type { Random } from './random';

/** One request. */
export interface Edit {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
  /** What it makes, when a record is made that later edits change or delete. */
  makes?: MadeKind;
}

type MadeKind = keyof typeof changesOf;

interface Made {
  kind: MadeKind;
  path: string;
}

type Body = (bodies: PlanBodies) => object;

/** How often each kind of creation is drawn. */
const CREATIONS: readonly { kind: MadeKind; weight: number; path: (bodies: PlanBodies, world: EditWorld) => string }[] =
  [
    { kind: 'allocation', weight: 12, path: () => '/allocations' },
    { kind: 'absence', weight: 5, path: () => '/absences' },
    { kind: 'timeEntry', weight: 3, path: () => '/time-entries' },
    { kind: 'holiday', weight: 2, path: (_, world) => `/calendars/${world.calendarId}/holidays` },
    { kind: 'engagement', weight: 1, path: (bodies) => `/people/${bodies.person()}/engagements` },
    { kind: 'workPattern', weight: 1, path: (bodies) => `/people/${bodies.person()}/work-patterns` },
    { kind: 'calendar', weight: 1, path: (bodies) => `/people/${bodies.person()}/calendars` },
    { kind: 'capacity', weight: 1, path: () => '/capacities' },
  ];

/** The body that changes a record of each kind; null = records of this kind are only made and deleted. */
const changesOf = {
  allocation: (bodies) => bodies.dates(21),
  absence: (bodies) => bodies.dates(5),
  timeEntry: (bodies) => ({ minutes: 17, date: bodies.day() }),
  holiday: (bodies) => bodies.holiday(),
  engagement: (bodies) => bodies.engagement(),
  workPattern: (bodies) => bodies.span(40),
  calendar: (bodies) => bodies.span(40),
  capacity: null,
} as const satisfies Record<string, Body | null>;

/** Edits of what everybody shares, and verbs: drawn beside creations, changes and deletions. */
const OTHERS: readonly { weight: number; edit: (bodies: PlanBodies, world: EditWorld) => Edit }[] = [
  { weight: 4, edit: (bodies) => ({ method: 'POST', path: '/allocations:bulk-upsert', body: bodies.upsert() }) },
  { weight: 2, edit: (bodies) => patch(`/people/${bodies.person()}`, { weekly_hours_default: bodies.weeklyHours() }) },
  {
    weight: 1,
    edit: (bodies, world) => patch(`/orgs/${world.organizationId}`, { default_workweek: bodies.workweek() }),
  },
  { weight: 1, edit: (bodies, world) => patch(`/calendars/${world.calendarId}`, { workweek: bodies.workweek() }) },
  {
    weight: 1,
    edit: (bodies, world) => patch(`/work-patterns/${world.workPatternId}`, { days: bodies.patternDays() }),
  },
  {
    weight: 1,
    edit: (bodies, world) => patch(`/absence-types/${world.absenceTypeId}`, { is_time_off: bodies.coin() }),
  },
];

/** Thinks up edits, and changes, reshapes and deletes what it made. */
export class Editor {
  readonly #made: Made[] = [];
  readonly #bodies: PlanBodies;

  constructor(
    private readonly random: Random,
    private readonly world: EditWorld,
  ) {
    this.#bodies = new PlanBodies(random, world);
  }

  next(): Edit {
    const target = this.#made.length === 0 ? undefined : this.random.pick(this.#made);
    const dice = this.random.integer(0, 19);
    if (target !== undefined && dice < 4) return this.#deletionOf(target);
    if (target !== undefined && dice < 8) return this.#changeOf(target);
    if (dice < 10) return this.#drawn(OTHERS).edit(this.#bodies, this.world);
    return this.#creation();
  }

  remember(edit: Edit, id: string): void {
    if (edit.makes !== undefined) this.#made.push({ kind: edit.makes, path: `${edit.path}/${id}` });
  }

  #deletionOf(target: Made): Edit {
    this.#made.splice(this.#made.indexOf(target), 1);
    return { method: 'DELETE', path: target.path };
  }

  #changeOf(target: Made): Edit {
    if (target.kind === 'allocation' && this.random.next() < 0.5) return this.#reshaping(target.path);
    const change = changesOf[target.kind];
    return change === null ? this.#deletionOf(target) : patch(target.path, change(this.#bodies));
  }

  #reshaping(path: string): Edit {
    const [verb, body] = this.random.pick<[string, object]>([
      ['move', { start_date: this.#bodies.day() }],
      ['extend', { end_date: this.#bodies.day() }],
      ['reassign', { person_id: this.#bodies.person() }],
      ['split', { on: this.#bodies.day() }],
    ]);
    return { method: 'POST', path: `${path}:${verb}`, body };
  }

  #creation(): Edit {
    const { kind, path } = this.#drawn(CREATIONS);
    return { method: 'POST', path: path(this.#bodies, this.world), makes: kind, body: this.#bodyOf(kind) };
  }

  #bodyOf(kind: MadeKind): object {
    const bodies = this.#bodies;
    if (kind === 'workPattern') return { work_pattern_id: this.world.workPatternId, ...bodies.span(40) };
    if (kind === 'calendar') return { calendar_id: this.world.calendarId, ...bodies.span(40) };
    return bodies[kind]();
  }

  #drawn<Item extends { weight: number }>(items: readonly Item[]): Item {
    const turns = items.flatMap((item) => Array.from({ length: item.weight }, () => item));
    return this.random.pick(turns);
  }
}

function patch(path: string, body: object): Edit {
  return { method: 'PATCH', path, body };
}
