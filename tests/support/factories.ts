/**
 * Rows straight into the tables, by the owner of the tables. Each method takes the columns that matter to the test, fills in
 * the rest and makes missing parents itself; it answers the whole row.
 */
import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/platform/database';
import type { Role } from '../../src/access/role-grants';
import { newId } from '../../src/shared/ids';

/** Columns by name; `organization_id` is taken from a parent when it is not given. */
export type Columns = Record<string, unknown>;
export interface Row extends Columns {
  id: string;
  organization_id: string;
}

export class Factory {
  constructor(readonly admin: Database) {}

  /** Monday to Friday of 7 h unless `default_workweek_minutes` says otherwise. */
  async organization(columns: Columns = {}): Promise<{ id: string } & Columns> {
    return this.insert('organizations', { id: newId(), name: `Organisation ${short()}`, ...columns });
  }

  async user(columns: Columns = {}): Promise<{ id: string; email: string } & Columns> {
    const email = `${short()}@example.com`;
    return this.insert('users', { id: newId(), email, full_name: 'Some User', ...columns });
  }

  async membership(columns: Columns & { role?: Role } = {}): Promise<Row & { user_id: string }> {
    const user_id = columns['user_id'] ?? (await this.user()).id;
    return this.#record('memberships', { role: 'member', user_id, ...columns });
  }

  async person(columns: Columns = {}): Promise<Row> {
    return this.#record('people', { full_name: `Person ${short()}`, ...columns });
  }

  async engagement(columns: Columns = {}): Promise<Row> {
    return this.#ofPerson('engagements', { type: 'employee', start_date: '2020-01-01', ...columns });
  }

  async team(columns: Columns = {}): Promise<Row> {
    return this.#record('teams', { name: `Team ${short()}`, ...columns });
  }

  /** `team_id` and `person_id` are made when missing. */
  async teamMember(columns: Columns = {}): Promise<Row> {
    const withTeam = await this.#withParent(columns, 'team_id', (parent) => this.team(parent));
    return this.#ofPerson('team_members', { active_from: '2020-01-01', ...withTeam });
  }

  async calendar(columns: Columns = {}): Promise<Row> {
    return this.#record('calendars', { name: `Calendar ${short()}`, ...columns });
  }

  async holiday(columns: Columns = {}): Promise<Row> {
    const parents = await this.#withParent(columns, 'calendar_id', (parent) => this.calendar(parent));
    return this.#record('holidays', { date: '2027-01-01', label: 'Holiday', ...parents });
  }

  async personCalendar(columns: Columns = {}): Promise<Row> {
    const parents = await this.#withParent(columns, 'calendar_id', (parent) => this.calendar(parent));
    return this.#ofPerson('person_calendars', { starts_on: '2020-01-01', ...parents });
  }

  /** A four-day week, weekly from a Monday. */
  async workPattern(columns: Columns = {}): Promise<Row> {
    const days = JSON.stringify([1, 2, 3, 4].map((weekday) => ({ week: 1, weekday, minutes: 420, intervals: null })));
    const cycle = { cycle_weeks: 1, anchor_monday: '2020-01-06', days };
    return this.#record('work_patterns', { name: `Pattern ${short()}`, ...cycle, ...columns });
  }

  /** A work pattern, or a capacity entry when `weekly_minutes` is given. */
  async personWorkPattern(columns: Columns = {}): Promise<Row> {
    const parents =
      'weekly_minutes' in columns
        ? columns
        : await this.#withParent(columns, 'work_pattern_id', (parent) => this.workPattern(parent));
    return this.#ofPerson('person_work_patterns', { starts_on: '2020-01-01', ...parents });
  }

  async absenceType(columns: Columns = {}): Promise<Row> {
    return this.#record('absence_types', { key: `type-${short()}`, label: 'Paid leave', ...columns });
  }

  /** Approved and whole days unless said otherwise. */
  async absence(columns: Columns = {}): Promise<Row> {
    const parents = await this.#withParent(columns, 'type_id', (parent) => this.absenceType(parent));
    const dates = { start_date: '2027-03-01', end_date: columns['start_date'] ?? '2027-03-01' };
    return this.#ofPerson('absences', { ...dates, status: 'approved', ...parents });
  }

  async project(columns: Columns = {}): Promise<Row> {
    return this.#record('projects', { key: `P-${short()}`, name: `Project ${short()}`, ...columns });
  }

  /** 100 percent of nominal, firm, unless the load columns say otherwise. */
  async allocation(columns: Columns = {}): Promise<Row> {
    const full = { load_unit: 'percent', basis_points: 10_000, basis: 'nominal' };
    const load = 'load_unit' in columns ? {} : full;
    return this.#ofPerson('allocations', { start_date: '2027-03-01', end_date: '2027-03-05', ...load, ...columns });
  }

  async timeEntry(columns: Columns = {}): Promise<Row> {
    return this.#ofPerson('time_entries', { date: '2027-03-01', minutes: 60, ...columns });
  }

  /** A closed month, by its first day. */
  async closedMonth(columns: Columns & { month: string }): Promise<Row> {
    return this.#record('periods', { state: 'closed', ...columns });
  }

  async session(columns: Columns & { user_id: string; organization_id: string }): Promise<Row> {
    const refresh_hash = Buffer.from(randomUUID());
    const expires_at = new Date(Date.now() + 3_600_000);
    return this.insert('sessions', { id: newId(), refresh_hash, expires_at, ...columns });
  }

  async apiToken(columns: Columns & { user_id: string; organization_id: string }): Promise<Row> {
    return this.#record('api_tokens', {
      name: 'ci',
      scopes: ['read'],
      secret_hash: Buffer.from(randomUUID()),
      ...columns,
    });
  }

  async passwordReset(columns: Columns & { user_id: string; organization_id: string }): Promise<Row> {
    return this.#record('password_resets', columns);
  }

  /** Any row of any table, exactly these columns. */
  async insert<T extends Columns>(table: string, columns: Columns): Promise<T> {
    const [row] = (await this.admin(table).insert(columns).returning('*')) as T[];
    if (row === undefined) throw new Error(`${table} took no row`);
    return row;
  }

  async #ofPerson(table: string, columns: Columns): Promise<Row> {
    return this.#record(table, await this.#withParent(columns, 'person_id', (parent) => this.person(parent)));
  }

  async #withParent(columns: Columns, key: string, make: (parent: Columns) => Promise<Row>): Promise<Columns> {
    if (columns[key] !== undefined) return columns;
    const organization_id = columns['organization_id'] ?? (await this.#organizationOf(columns));
    const parent = await make({ organization_id });
    return { ...columns, organization_id, [key]: parent.id };
  }

  async #record<T extends Row>(table: string, columns: Columns): Promise<T> {
    const organization_id = columns['organization_id'] ?? (await this.#organizationOf(columns));
    return this.insert<T>(table, { id: newId(), ...columns, organization_id });
  }

  /** Where a given person, calendar, team or type belongs to; a new organisation when nothing is given. */
  async #organizationOf(columns: Columns): Promise<string> {
    const parents = { person_id: 'people', calendar_id: 'calendars', team_id: 'teams', type_id: 'absence_types' };
    for (const [key, table] of Object.entries(parents)) {
      const id = columns[key];
      if (typeof id !== 'string') continue;
      const row = await this.admin(table).where({ id }).first<{ organization_id: string } | undefined>();
      if (row !== undefined) return row.organization_id;
    }
    return (await this.organization()).id;
  }
}

function short(): string {
  return randomUUID().slice(0, 8);
}
