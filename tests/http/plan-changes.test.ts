/**
 * The table of changes that move figures: one of each kind through HTTP. Reads are right before the workflow ran, what is
 * written is what a full recompute gives, and the kind is the one the table names.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auditLedger } from '../../src/domains/capacity/audit-ledger.command';
import { drainDirtyRanges } from '../../src/domains/capacity/drain-dirty-ranges.command';
import { planChanges, type PlanChangeKind } from '../../src/domains/capacity/plan-changes.types';
import { startApi, type ApiAnswer, type TestApi } from '../support/api';
import {
  buildAbsence,
  buildAllocation,
  buildCalendar,
  buildCapacity,
  buildEngagement,
  buildHoliday,
  buildPerson,
  buildPersonCalendar,
  buildPersonWorkPattern,
  buildTimeEntry,
} from '../support/resources';

/** A Monday; every case books or is away in its week. */
const DATES = { start_date: '2027-02-01', end_date: '2027-02-05' };
const NEXT_WEEK = { start_date: '2027-02-08', end_date: '2027-02-12' };
const HOLIDAY = '2027-02-03';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** What was built before, whose figures are looked at, and the one write. */
interface Case {
  people: string[];
  write: () => Promise<ApiAnswer>;
}
type Build = () => Promise<Case>;

const admin = () => api.as.admin;
const text = (record: object, field: string): string => String((record as Record<string, unknown>)[field]);

async function booked(): Promise<{ id: string; person: string }> {
  const allocation = await buildAllocation(admin(), { ...DATES, percent: null, minutes_per_day: 60 });
  return { id: allocation.id, person: text(allocation, 'person_id') };
}

/** One person who follows a calendar. */
async function follower(): Promise<{ person: string; calendar: string; id: string }> {
  const span = await buildPersonCalendar(admin(), { calendar_id: (await buildCalendar(admin())).id });
  return { person: text(span, 'person_id'), calendar: text(span, 'calendar_id'), id: span.id };
}

const blocks =
  (verb: string, body: object): Build =>
  async () => {
    const { id, person } = await booked();
    return { people: [person], write: () => admin().post(`/allocations/${id}:${verb}`, body) };
  };

const cases: Record<Exclude<PlanChangeKind, 'demo.loaded'>, Build> = {
  'allocation.created': async () => {
    const { id } = await buildPerson(admin());
    return { people: [id], write: () => admin().post('/allocations', { person_id: id, ...DATES, percent: 40 }) };
  },
  'allocation.updated': async () => {
    const { id, person } = await booked();
    return { people: [person], write: () => admin().patch(`/allocations/${id}`, { ...NEXT_WEEK, percent: 30 }) };
  },
  'allocation.deleted': async () => {
    const { id, person } = await booked();
    return { people: [person], write: () => admin().delete(`/allocations/${id}`) };
  },
  'allocation.moved': blocks('move', { start_date: '2027-02-09' }),
  'allocation.extended': blocks('extend', { end_date: '2027-02-16' }),
  'allocation.reassigned': async () => {
    const { id, person } = await booked();
    const other = (await buildPerson(admin())).id;
    const write = () => admin().post(`/allocations/${id}:reassign`, { person_id: other });
    return { people: [person, other], write };
  },
  'allocation.split': blocks('split', { on: '2027-02-03' }),
  'allocation.bulk_upserted': async () => {
    const { id, person } = await booked();
    const other = (await buildPerson(admin())).id;
    const allocations = [
      { id, ...NEXT_WEEK, person_id: other },
      { person_id: person, start_date: '2027-06-01', end_date: '2027-06-11', total_minutes: 1_000 },
    ];
    return { people: [person, other], write: () => admin().post('/allocations:bulk-upsert', { allocations }) };
  },
  'absence.changed': async () => {
    const absence = await buildAbsence(admin(), DATES);
    const write = () => admin().patch(`/absences/${absence.id}`, { ...NEXT_WEEK, starts_at: 'middle_of_day' });
    return { people: [text(absence, 'person_id')], write };
  },
  'time_entry.changed': async () => {
    const entry = await buildTimeEntry(admin(), { date: DATES.start_date });
    const body = { date: NEXT_WEEK.end_date, minutes: 90 };
    return { people: [text(entry, 'person_id')], write: () => admin().patch(`/time-entries/${entry.id}`, body) };
  },
  'absence_type.updated': async () => {
    const absence = await buildAbsence(admin(), { ...DATES, type: 'training' });
    const { items } = (await admin().get('/absence-types?page_size=100')).body;
    const type = items.find((one) => one['key'] === 'training')?.id ?? '';
    const write = () => admin().patch(`/absence-types/${type}`, { is_time_off: false });
    return { people: [text(absence, 'person_id')], write };
  },
  'engagement.changed': async () => {
    const engagement = await buildEngagement(admin());
    const person = text(engagement, 'person_id');
    const body = { end_date: '2027-02-03', weekly_hours_default: 20 };
    return { people: [person], write: () => admin().patch(`/people/${person}/engagements/${engagement.id}`, body) };
  },
  'person_work_pattern.changed': async () => {
    const span = await buildPersonWorkPattern(admin());
    const person = text(span, 'person_id');
    const body = { ends_on: '2027-02-02' };
    return { people: [person], write: () => admin().patch(`/people/${person}/work-patterns/${span.id}`, body) };
  },
  'capacity.changed': async () => {
    const { id } = await buildPerson(admin());
    const body = { person_id: id, period_start: '2027-02-02', hours_per_week: 21.5 };
    return { people: [id], write: () => admin().post('/capacities', body) };
  },
  'capacity.deleted': async () => {
    const entry = await buildCapacity(admin());
    return { people: [text(entry, 'person_id')], write: () => admin().delete(`/capacities/${entry.id}`) };
  },
  'person_calendar.changed': async () => {
    const { person, calendar, id } = await follower();
    await buildHoliday(admin(), { calendar_id: calendar, date: HOLIDAY });
    return { people: [person], write: () => admin().delete(`/people/${person}/calendars/${id}`) };
  },
  'work_pattern.updated': async () => {
    const span = await buildPersonWorkPattern(admin());
    const body = { days: [{ week: 1, weekday: 2, minutes: 333 }] };
    const write = () => admin().patch(`/work-patterns/${text(span, 'work_pattern_id')}`, body);
    return { people: [text(span, 'person_id')], write };
  },
  'calendar.updated': async () => {
    const { person, calendar } = await follower();
    const write = () => admin().patch(`/calendars/${calendar}`, { workweek: { monday: 5, saturday: 3 } });
    return { people: [person], write };
  },
  'holiday.changed': async () => {
    const { person, calendar } = await follower();
    const holiday = await buildHoliday(admin(), { calendar_id: calendar, date: HOLIDAY });
    const body = { date: '2027-02-18', part: 'morning' };
    return { people: [person], write: () => admin().patch(`/calendars/${calendar}/holidays/${holiday.id}`, body) };
  },
  'holiday.generated': async () => {
    const { person, calendar } = await follower();
    const body = { country: 'FR', years: [2027] };
    return { people: [person], write: () => admin().post(`/calendars/${calendar}/holidays:generate`, body) };
  },
  'person.created': async () => {
    const { person } = await booked();
    const people = [person];
    const write = async () => {
      const answer = await admin().post('/people', { full_name: 'Somebody New' });
      people[0] = answer.body.id;
      return answer;
    };
    return { people, write };
  },
  'person.updated': async () => {
    const { person } = await booked();
    return { people: [person], write: () => admin().patch(`/people/${person}`, { weekly_hours_default: 17.5 }) };
  },
  'person.deleted': async () => {
    const { person } = await booked();
    return { people: [person], write: () => admin().delete(`/people/${person}`) };
  },
  'person.restored': async () => {
    const { person } = await booked();
    await admin().delete(`/people/${person}`);
    return { people: [person], write: () => admin().post(`/people/${person}:restore`) };
  },
  'organization.updated': async () => {
    const { person } = await booked();
    const default_workweek = { monday: 8, tuesday: 8, wednesday: 4, thursday: 8, friday: 7 };
    return { people: [person], write: () => admin().patch(`/orgs/${api.organizationId}`, { default_workweek }) };
  },
  none: async () => {
    const { person } = await booked();
    return { people: [person], write: () => admin().patch(`/people/${person}`, { full_name: 'Another Name' }) };
  },
};

const CHANGES_NO_DAY: ReadonlySet<string> = new Set<PlanChangeKind>([
  'none',
  'allocation.split',
  'person.deleted',
  'person.restored',
]);

test.each(Object.keys(cases) as (keyof typeof cases)[])('%s', async (kind) => {
  const { people, write } = await cases[kind]();
  await recomputeAll();
  const before = await daysOf(people);
  const answer = await write();
  expect([answer.status < 300, answer.body.detail]).toEqual([true, undefined]);
  const reasons = await api.database.admin('dirty_ranges').distinct('reason').select<{ reason: string }[]>('reason');
  expect(reasons).toEqual(planChanges[kind].weeks === 'workflow' ? [{ reason: kind }] : []);
  const read = await daysOf(people);
  if (!CHANGES_NO_DAY.has(kind)) expect(read).not.toEqual(before);

  await drainAll();
  expect(await daysOf(people)).toEqual(read);
  const audit = await auditLedger(api.container, api.organizationId, { sampleShare: 1, seed: kind });
  expect(audit.differences).toBe(0);
  expect(await recomputeAll()).toBe(0);
  expect(await daysOf(people)).toEqual(read);
});

async function daysOf(people: readonly string[]): Promise<unknown[]> {
  const query = 'from=2027-01-01&to=2027-07-31';
  return Promise.all(
    people.map(async (id) => {
      const { status, body } = await admin().get(`/capacity/days?person_id=${id}&${query}`);
      return { status, items: body.items };
    }),
  );
}

/** Weeks that were not what a full computation says. */
async function recomputeAll(): Promise<number> {
  await admin().post('/capacity:recompute', { mode: 'full' });
  return drainAll();
}

async function drainAll(): Promise<number> {
  let changed = 0;
  for (;;) {
    const batch = await drainDirtyRanges(api.container, api.organizationId, { maxPeople: 50 });
    changed += batch.changedWeeks;
    if (batch.remainingPeople === 0) return changed;
  }
}
