/** Humans as users of Gryzzly, with projects, tasks, time entries and leave. */
import { demoProjects } from '../demo/demo-projects.rules';
import { demoDates, seededRandom } from '../demo/demo-dates.rules';
import { addDays, toEpochDay, type IsoDate } from '../shared/calendar-dates';
import { fakeId } from './fake-ids';
import type { Human } from './humans.types';
import { RowStore, type FakeRow } from './row-store';

const DAYS_PER_WEEK = 7;
const HOUR = 3_600;
/** How a day of seven hours falls into entries. */
const divisions: readonly (readonly number[])[] = [
  [7 * HOUR],
  [4 * HOUR, 3 * HOUR],
  [5.5 * HOUR, 0.75 * HOUR, 0.5 * HOUR],
];
const TASKS_PER_PROJECT = 6;
const PEOPLE_PER_PROJECT = 5;

/** All rows of the fake Gryzzly. */
export function gryzzlyWorld(humans: readonly Human[], facts: { now: Date; seed: number }): RowStore {
  const store = new RowStore({});
  const { today } = demoDates(facts.now);
  const stamps = { created_at: `${addDays(today, -400)}T08:00:00Z`, updated_at: `${addDays(today, -3)}T08:00:00Z` };
  const members = humans.filter(({ inGryzzly }) => inGryzzly);
  const random = seededRandom(facts.seed + 1);
  store.add('user', ...members.map((human) => userOf(human, { today, stamps })));
  const projects = projectsOf(facts.now, members, stamps);
  store.add('project', ...projects);
  store.add('task', ...projects.flatMap((project, index) => tasksOf(project, index, stamps)));
  const tasks = store.all('task').filter((task) => task['is_container'] !== true);
  let number = 0;
  for (const human of members) {
    for (let offset = human.declares.from; offset <= human.declares.to; offset += 1) {
      const date = addDays(today, offset);
      if (isDayOff(human, date, random())) continue;
      for (const duration of divisions[Math.floor(random() * divisions.length)] ?? []) {
        const task = tasks[Math.floor(random() * tasks.length)];
        if (task !== undefined)
          store.add('declaration', entryOf(human, task, { date, duration, number: (number += 1), stamps }));
      }
    }
  }
  store.add('leave_period', ...members.flatMap((human) => leaveOf(human, { today, stamps, random })));
  return store;
}

type Stamps = Readonly<Record<'created_at' | 'updated_at', string>>;

function userOf(human: Human, { today, stamps }: { today: IsoDate; stamps: Stamps }): FakeRow {
  const { gryzzlyOddity: oddity, givenName, surname } = human;
  const isGone = oddity === 'disabled' || (human.leftOn !== null && human.leftOn < today);
  const named = oddity === 'surname-first' ? `${surname.toUpperCase()} ${givenName}` : `${givenName} ${surname}`;
  return {
    id: fakeId('user', human.number),
    // The specification has no user without an address; in practice there are, and then the property is not there.
    ...(oddity === 'no-email' ? {} : { email: human.email }),
    name: oddity === 'one-word-name' ? givenName : named,
    role: human.managerNumber === null ? 'admin' : 'collaborator',
    groups: [],
    ...(isGone ? { disabled_at: `${addDays(today, -20)}T10:00:00Z`, is_disabled: true } : { is_disabled: false }),
    timesheet_approved_until: addDays(today, -35),
    ...stamps,
  };
}

/** The projects of the demo, then as many numbered ones as the people need. */
function projectsOf(now: Date, members: readonly Human[], stamps: Stamps): FakeRow[] {
  const known = demoProjects(demoDates(now));
  const count = Math.max(known.length, Math.ceil(members.length / PEOPLE_PER_PROJECT));
  return Array.from({ length: count }, (_, index) => {
    const project = known[index];
    const isPrivate = index % 5 === 4;
    return {
      id: fakeId('project', index + 1),
      name: project?.name ?? `Mission ${String(index + 1)}`,
      code: project?.key ?? null,
      customer_id: index % 3 === 0 ? fakeId('customer', index + 1) : null,
      status: statusOf(project?.status ?? 'active'),
      is_billable: project?.key !== 'INTERNE',
      visibility: isPrivate ? 'private' : 'public',
      contributors: isPrivate ? members.slice(0, 5).map(({ number }) => fakeId('user', number)) : [],
      managers: [],
      groups: [],
      tags: [],
      note: '',
      start_at: project?.startDate ?? '2024-01-01',
      end_at: project?.endDate ?? null,
      ...stamps,
    };
  });
}

function statusOf(status: string): 'active' | 'done' | 'archived' {
  if (status === 'done') return 'done';
  return status === 'cancelled' ? 'archived' : 'active';
}

/** A container, its sub-tasks, and one task that is done. */
function tasksOf(project: FakeRow, projectIndex: number, stamps: Stamps): FakeRow[] {
  const idOf = (index: number): string => fakeId('task', projectIndex * TASKS_PER_PROJECT + index + 1);
  const names = ['Production', 'Cadrage', 'Réalisation', 'Recette', 'Suivi', 'Mise en service'];
  return names.map((name, index) => ({
    id: idOf(index),
    project_id: project['id'],
    parent_id: index > 0 && index < 4 ? idOf(0) : null,
    name,
    is_container: index === 0,
    start_at: project['start_at'],
    end_at: null,
    completed_at: index === 1 ? stamps.updated_at : null,
    planned_duration: null,
    budget_type: 'none',
    budget_amount: null,
    hourly_rate: null,
    hourly_rate_mode: null,
    groups: [],
    tags: [],
    ...stamps,
  }));
}

function isDayOff({ hiredOn, leftOn }: Human, date: IsoDate, chance: number): boolean {
  const weekday = (toEpochDay(date) + 3) % DAYS_PER_WEEK; // 1970-01-01 was a Thursday
  return weekday > 4 || chance < 0.06 || date < hiredOn || (leftOn !== null && date > leftOn);
}

function entryOf(
  human: Human,
  task: FakeRow,
  facts: { date: IsoDate; duration: number; number: number; stamps: Stamps },
): FakeRow {
  const userId = fakeId('user', human.number);
  return {
    id: fakeId('declaration', facts.number),
    user_id: userId,
    task_id: task['id'],
    date: facts.date,
    duration: facts.duration,
    description: facts.number % 4 === 0 ? 'Atelier avec le client' : null,
    hourly_cost: null,
    edited_by: userId,
    ...facts.stamps,
  };
}

function leaveOf(human: Human, facts: { today: IsoDate; stamps: Stamps; random: () => number }): FakeRow[] {
  if (facts.random() > 0.4) return [];
  const start = addDays(facts.today, Math.floor(facts.random() * 90));
  const parts = facts.random();
  const isOneDay = parts < 0.5;
  const userId = fakeId('user', human.number);
  return [
    {
      id: fakeId('leave', human.number),
      user_id: userId,
      start_at: start,
      start_type: parts < 0.2 ? 'am' : 'full',
      end_at: isOneDay ? start : addDays(start, 4),
      end_type: parts < 0.2 || parts > 0.8 ? 'am' : 'full',
      description: 'Congés',
      edited_by: userId,
      ...facts.stamps,
    },
  ];
}
