/** Erasure requests, and the rows of a person that they are about. Uses erasures_open and each table's index by person. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import { newId } from '../../shared/ids';
import type { ErasedAbsenceType } from './erased-absence-types.rules';
import type { Erasure } from './erasures.types';
import type { PersonalRecordRule } from './personal-records.rules';

class ErasureModel extends RecordModel {
  static override tableName = 'erasures';
  static override jsonAttributes = ['counts'];
}

/** Clients that ask what has changed see it. */
const NEXT_VERSION = 'version = version + 1, updated_at = now()';

const USERS = `select user_id from memberships
  where organization_id = :organization and person_id = :person and user_id is not null`;

/** What rules are bound to. */
export interface ErasureSubject {
  personId: string;
  subjectIds: readonly string[];
}

/** What approved absences become: ids of types, and which of the absences take nothing of vouchers. */
export interface NeutralAbsences {
  timeOffType: string;
  presenceType: string;
  countingType: string;
  counting: readonly string[];
}

export class ErasureRepository extends RecordRepository<Erasure> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ErasureModel, noun: 'erasure' });
  }

  /** The one that is queued or running for a person. */
  async findOpen(personId: string): Promise<Erasure | undefined> {
    const row = await this.live().findOne({ person_id: personId }).whereIn('state', ['queued', 'running']);
    return row as unknown as Erasure | undefined;
  }

  /**
   * The person themself, and whatever stands for them: user, memberships, accounts of providers, comments, files, tokens, requests; and
   * what did when an erasure before this one, which failed then, took them apart.
   */
  async subjectIds(personId: string): Promise<string[]> {
    const { rows } = await this.trx.raw<{ rows: { id: string }[] }>(
      `select cast(:person as uuid) as id
       union select id from memberships where organization_id = :organization and person_id = :person
       union select user_id from memberships
         where organization_id = :organization and person_id = :person and user_id is not null
       union select id from external_accounts where organization_id = :organization and person_id = :person
       union select id from comments where organization_id = :organization and author_person_id = :person
       union select id from attachments where organization_id = :organization and uploaded_by in (${USERS})
       union select id from api_tokens where organization_id = :organization and user_id in (${USERS})
       union select id from approvals where organization_id = :organization
         and (subject_person_id = :person or requested_by in (${USERS}))
       union select unnest(subject_ids) from erasures where organization_id = :organization and person_id = :person`,
      { organization: this.organizationId, person: personId },
    );
    return rows.map((row) => row.id);
  }

  /** Keeps syncs out until the transaction ends. In the order in which the end of a sync takes connections: payroll's first. Take it before the locks of people, as they do. */
  async holdSyncs(): Promise<void> {
    const locked = `select 1 from connections where organization_id = ? order by provider <> 'payfit', id for update`;
    await this.trx.raw(locked, [this.organizationId]);
  }

  /**
   * Remembers the person's accounts and contracts at providers by keyed hashes, with syncs kept out: what a sync stored until
   * now is erased with the rest, and what it reads from now on is not stored. Whoever they managed there names them no more.
   */
  async rememberProviderIds(subjectIds: readonly string[]): Promise<void> {
    const bindings = { organization: this.organizationId, subjects: [...subjectIds] };
    await this.trx.raw(
      'insert into erasure_keys (organization_id) values (:organization) on conflict do nothing',
      bindings,
    );
    await this.trx.raw(
      `with accounts as (select a.*, k.key from external_accounts a join erasure_keys k using (organization_id)
          where a.organization_id = :organization and a.id = any(cast(:subjects as uuid[])))
        insert into erased_provider_ids (organization_id, provider, kind, id_hash)
        select organization_id, provider, 'account', erased_id_hash(key, provider, 'account', external_user_id) from accounts
        union
        select a.organization_id, a.provider, 'contract', erased_id_hash(a.key, a.provider, 'contract', r.external_id)
          from accounts a join provider_records r on r.organization_id = a.organization_id
            and r.connection_id = a.connection_id and r.owner_external_id = a.external_user_id and r.kind = 'contract'
        on conflict do nothing`,
      bindings,
    );
    for (const [table, column] of [
      ['provider_records', 'fields'],
      ['external_accounts', 'raw_profile'],
    ] as const) {
      await this.trx.raw(
        `update ${table} r set ${column} = r.${column} || '{"managerExternalId": null}' from external_accounts a
          where a.organization_id = :organization and a.id = any(cast(:subjects as uuid[]))
            and r.organization_id = a.organization_id and r.connection_id = a.connection_id
            and r.${column} ->> 'managerExternalId' = a.external_user_id`,
        bindings,
      );
    }
  }

  /** How many rows a rule is about. */
  async count(rule: PersonalRecordRule, subject: ErasureSubject): Promise<number> {
    const { rows } = await this.trx.raw<{ rows: { total: number }[] }>(
      `select count(*)::int as total from ${rule.table} where organization_id = :organization and (${rule.where})`,
      this.#bindings(subject),
    );
    return rows[0]?.total ?? 0;
  }

  /** Runs a rule that the application's role may run itself; how many rows it was about. */
  async apply(
    { table, where, change }: PersonalRecordRule,
    subject: ErasureSubject,
    absences: NeutralAbsences,
  ): Promise<number> {
    if (change === 'frozen') throw new Error(`${table} is changed by its owner only`);
    const verb = change === 'delete' ? `delete from ${table}` : `update ${table} set ${changesOf(change)}`;
    const { rowCount } = await this.trx.raw<{ rowCount: number }>(
      `${verb} where organization_id = :organization and (${where})`,
      { ...this.#bindings(subject), ...absences, counting: [...absences.counting] },
    );
    return rowCount;
  }

  /** Frozen vouchers, decisions about identities, changes of syncs, and the user where no other organisation has them. */
  async eraseFrozenRows(erasureId: string): Promise<void> {
    await this.trx.raw('select erase_frozen_rows(?)', [erasureId]);
  }

  /** The next `limit` events of the audit log; done: there are no more. */
  async redactAudit(erasureId: string, limit: number): Promise<{ redacted: number; done: boolean }> {
    const { rows } = await this.trx.raw<{ rows: { redacted: number; done: boolean }[] }>(
      'select redacted, done from redact_audit_events(?, ?)',
      [erasureId, limit],
    );
    return rows[0] ?? { redacted: 0, done: true };
  }

  /** How many events of the audit log are about one of these ids and still hold values. */
  async countAudit(subjectIds: readonly string[]): Promise<number> {
    const about = (side: string): string =>
      `array[a.${side} ->> 'personId', a.${side} ->> 'person_id', a.${side} ->> 'authorPersonId', a.${side} ->> 'userId']`;
    const { rows } = await this.trx.raw<{ rows: { total: number }[] }>(
      `select count(*)::int as total from audit_events a where a.organization_id = :organization
         and not coalesce(jsonb_exists(a.before, 'redacted') or jsonb_exists(a.after, 'redacted'), false)
         and (a.entity_id = any(cast(:subjects as uuid[])) or ${about('before')} && cast(:subjects as text[])
           or ${about('after')} && cast(:subjects as text[]))`,
      { organization: this.organizationId, subjects: [...subjectIds] },
    );
    return rows[0]?.total ?? 0;
  }

  /** The newest event of the audit log. */
  async lastAuditEvent(): Promise<number> {
    const row = await this.trx('audit_events')
      .where('organization_id', this.organizationId)
      .first<{ last: number | null } | undefined>(this.trx.raw('max(id)::float8 as last'));
    return row?.last ?? 0;
  }

  /** Whether an approved absence of theirs is no time off. */
  async hasPresence(personId: string): Promise<boolean> {
    const { rows } = await this.trx.raw<{ rows: unknown[] }>(
      `select 1 from absences a join absence_types t on t.organization_id = a.organization_id and t.id = a.type_id
         where a.organization_id = :organization and a.person_id = :person and a.status = 'approved'
           and a.deleted_at is null and not t.is_time_off limit 1`,
      { organization: this.organizationId, person: personId },
    );
    return rows.length > 0;
  }

  /** A type of absence that says no more than figures need, made when it is not there. */
  async neutralAbsenceType({ key, label, isTimeOff }: ErasedAbsenceType): Promise<string> {
    await this.trx.raw(
      `insert into absence_types (organization_id, id, key, label, is_time_off) values (?, ?, ?, ?, ?)
       on conflict (organization_id, key) where deleted_at is null do nothing`,
      [this.organizationId, newId(), key, label, isTimeOff],
    );
    const row = await this.trx('absence_types')
      .where({ organization_id: this.organizationId, key })
      .whereNull('deleted_at')
      .first<{ id: string } | undefined>('id');
    if (row === undefined) throw new Error('the absence type was not stored');
    return row.id;
  }

  #bindings({ personId, subjectIds }: ErasureSubject): Record<string, string | readonly string[]> {
    return {
      organization: this.organizationId,
      person: personId,
      subjects: [...subjectIds],
    };
  }
}

function changesOf({ set, isUnversioned }: { set: string; isUnversioned?: true }): string {
  return isUnversioned === true ? set : `${set}, ${NEXT_VERSION}`;
}
