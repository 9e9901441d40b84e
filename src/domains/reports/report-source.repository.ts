/** Names and memberships that reports need beside the ledger. Primary keys and team_members_of_person. */
import type { Knex } from 'knex';
import type { Transaction } from '../../platform/database';
import { toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import type { TeamSpell, WorkedDay } from './reports.types';

interface Dates {
  from: IsoDate;
  to: IsoDate;
}

export class ReportSourceRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** Names of live people by id, in id order; `personIds` null = everybody. */
  async people(personIds: ReadonlySet<string> | null): Promise<Map<string, string>> {
    const query = this.#live('people').orderBy('id');
    if (personIds !== null) query.whereIn('id', [...personIds]);
    const rows = await query.select<{ id: string; full_name: string }[]>('id', 'full_name');
    return new Map(rows.map((row) => [row.id, row.full_name]));
  }

  async teams(): Promise<Map<string, string>> {
    const rows = await this.#live('teams').orderBy('id').select<{ id: string; name: string }[]>('id', 'name');
    return new Map(rows.map((row) => [row.id, row.name]));
  }

  async projects(): Promise<Map<string, string>> {
    const rows = await this.#live('projects').orderBy('id').select<{ id: string; name: string }[]>('id', 'name');
    return new Map(rows.map((row) => [row.id, row.name]));
  }

  /** Spells that touch the dates. */
  async teamSpells(dates: Dates): Promise<TeamSpell[]> {
    return this.#spells(this.#live('team_members'), dates);
  }

  /** Spells of one live team that touch the dates; none when there is no such team. */
  async spellsOfTeam(teamId: string, dates: Dates): Promise<TeamSpell[]> {
    const team = this.#live('teams').where('id', teamId).select('id');
    return this.#spells(this.#live('team_members').whereIn('team_id', team), dates);
  }

  async #spells(members: Knex.QueryBuilder, dates: Dates): Promise<TeamSpell[]> {
    const rows = await members
      .where('active_from', '<=', dates.to)
      .whereRaw('coalesce(active_to, ?::date) >= ?::date', [dates.to, dates.from])
      .select<{ team_id: string; person_id: string; active_from: IsoDate; active_to: IsoDate | null }[]>('*');
    return rows.map((row) => ({
      teamId: row.team_id,
      personId: row.person_id,
      from: toEpochDay(row.active_from),
      to: toEpochDay(row.active_to ?? dates.to) + 1,
    }));
  }

  /** Worked minutes of these people within the dates, by project. */
  async workedByProject(
    personIds: readonly string[],
    dates: Dates,
  ): Promise<{ projectId: string | null; minutes: number }[]> {
    const rows = await this.#worked(personIds, dates)
      .groupBy('project_id')
      .select<{ project_id: string | null; minutes: number }[]>(
        'project_id',
        this.trx.raw('sum(minutes)::int as minutes'),
      );
    return rows.map((row) => ({ projectId: row.project_id, minutes: row.minutes }));
  }

  /** What these people worked within the dates, by person, project and date. */
  async workedDays(personIds: readonly string[], dates: Dates): Promise<WorkedDay[]> {
    const rows = await this.#worked(personIds, dates)
      .groupBy('person_id', 'project_id', 'date')
      .select<{ person_id: string; project_id: string | null; date: IsoDate; minutes: number }[]>(
        'person_id',
        'project_id',
        'date',
        this.trx.raw('sum(minutes)::int as minutes'),
      );
    return rows.map((row) => ({
      personId: row.person_id,
      projectId: row.project_id,
      day: toEpochDay(row.date),
      minutes: row.minutes,
    }));
  }

  /** Time entered outside of employment counts nowhere (READINGS 20); who has no engagement is employed on every date (READINGS 6). */
  #worked(personIds: readonly string[], dates: Dates): Knex.QueryBuilder {
    const own = `select from engagements as e where e.organization_id = time_entries.organization_id
      and e.person_id = time_entries.person_id and e.deleted_at is null`;
    const covers = 'e.start_date <= time_entries.date and coalesce(e.end_date, time_entries.date) >= time_entries.date';
    return this.#live('time_entries')
      .whereIn('person_id', [...personIds])
      .whereBetween('date', [dates.from, dates.to])
      .whereRaw(`(not exists (${own}) or exists (${own} and ${covers}))`);
  }

  #live(table: string): Knex.QueryBuilder {
    return this.trx(table).where('organization_id', this.organizationId).whereNull('deleted_at');
  }
}
