/** Organisations by primary key, and those of one user (memberships_of_user), ordered by name. */
import type { Knex } from 'knex';
import { changedSinceBindings, changedSinceSql } from '../../platform/changed-since';
import type { Transaction } from '../../platform/database';
import type { Page, PageRequest } from '../../platform/record-repository';
import type { Role } from '../../access/role-grants';
import { decodeCursor, encodeCursor } from '../../shared/cursor';
import { DomainError } from '../../shared/domain-error';
import type { Organization, OrganizationFields, OwnOrganization } from './organizations.types';

interface OrganizationRow {
  id: string;
  version: number;
  name: string;
  timezone: string;
  default_workweek_minutes: number[];
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

export class OrganizationRepository {
  constructor(private readonly trx: Transaction) {}

  /** @throws DomainError not_found */
  async get(id: string): Promise<Organization> {
    return found(await this.#live(id).first<OrganizationRow | undefined>('*'));
  }

  /** Locks the organisation for the rest of the transaction; rows that refer to it can still be added. @throws DomainError not_found */
  async getForUpdate(id: string): Promise<Organization> {
    return found(await this.#live(id).forNoKeyUpdate().first<OrganizationRow | undefined>('*'));
  }

  /** Those the user is a member of; needs the system scope. With `modifiedSince` deleted ones too. */
  async listOfUser(userId: string, request: PageRequest): Promise<Page<OwnOrganization>> {
    const own = this.#ofUser(userId, request.modifiedSince);
    const [counted] = await own.clone().select<{ total: number }[]>(this.trx.raw('count(*)::int as total'));
    const rows = await paged(own, request)
      .orderBy(['o.name', 'o.id'])
      .limit(request.pageSize + 1)
      .select<(OrganizationRow & { role: Role })[]>('o.*', 'm.role');
    const items = rows.slice(0, request.pageSize).map((row) => ({ ...toOrganization(row), role: row.role }));
    const last = items.at(-1);
    const more = rows.length > request.pageSize && last !== undefined;
    return {
      items,
      total: counted?.total ?? 0,
      page: request.page,
      pageSize: request.pageSize,
      nextCursor: more ? encodeCursor({ sortValue: last.name, id: last.id }) : null,
    };
  }

  /** What is not given has the default of the table: Paris, 35 hours. */
  async insert(id: string, fields: Partial<OrganizationFields>): Promise<Organization> {
    const rows = await this.trx('organizations')
      .insert({ id, ...toColumns(fields) })
      .returning<OrganizationRow[]>('*');
    return found(rows[0]);
  }

  /** Writes fields of an organisation that this transaction has locked. */
  async update(id: string, fields: Partial<OrganizationFields>): Promise<Organization> {
    return this.#write(id, toColumns(fields));
  }

  /** Marks it deleted, in the same way. */
  async delete(id: string, deletedAt: Date): Promise<Organization> {
    return this.#write(id, { deleted_at: deletedAt });
  }

  async #write(id: string, columns: object): Promise<Organization> {
    const rows = await this.trx('organizations')
      .where({ id })
      .update({ ...columns, version: this.trx.raw('version + 1'), updated_at: new Date() })
      .returning<OrganizationRow[]>('*');
    return found(rows[0]);
  }

  #live(id: string): Knex.QueryBuilder {
    return this.trx('organizations').where({ id }).whereNull('deleted_at');
  }

  #ofUser(userId: string, modifiedSince: Date | undefined): Knex.QueryBuilder {
    const own = this.trx('organizations as o')
      .join('memberships as m', 'm.organization_id', 'o.id')
      .where('m.user_id', userId)
      .whereNull('m.deleted_at')
      .whereNull('m.deactivated_at');
    if (modifiedSince === undefined) return own.whereNull('o.deleted_at');
    return own.whereRaw(changedSinceSql('o'), changedSinceBindings(modifiedSince));
  }
}

function paged(query: Knex.QueryBuilder, request: PageRequest): Knex.QueryBuilder {
  if (request.cursor === undefined) return query.offset((request.page - 1) * request.pageSize);
  const after = decodeCursor(request.cursor);
  return query.whereRaw('(o.name, o.id) > (?, ?::uuid)', [after.sortValue, after.id]);
}

function toColumns({ name, timezone, defaultWorkweekMinutes }: Partial<OrganizationFields>): object {
  return {
    ...(name === undefined ? {} : { name }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(defaultWorkweekMinutes === undefined ? {} : { default_workweek_minutes: defaultWorkweekMinutes }),
  };
}

/** The row as a record. @throws DomainError not_found when there is none */
function found(row: OrganizationRow | undefined): Organization {
  if (row === undefined) throw new DomainError('not_found', 'There is no such organisation.');
  return toOrganization(row);
}

function toOrganization(row: OrganizationRow): Organization {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    timezone: row.timezone,
    defaultWorkweekMinutes: row.default_workweek_minutes,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  };
}
