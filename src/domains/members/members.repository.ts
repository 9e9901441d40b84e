/**
 * Members of an organisation by primary key, and the accounts behind them. Addresses are looked up by memberships_user_key and
 * memberships_invited_email_key within one organisation.
 */
import { RecordModel } from '../../platform/record-model';
import { RecordRepository, type Query } from '../../platform/record-repository';
import type { Transaction } from '../../platform/database';
import { DomainError } from '../../shared/domain-error';
import type { Member, MemberAccount, MemberState } from './members.types';

class MemberModel extends RecordModel {
  static override tableName = 'memberships';
}

export class MemberRepository extends RecordRepository<Member> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: MemberModel, noun: 'member' });
  }

  /** Narrows a list to members of one state. */
  static inState(query: Query, state: MemberState): void {
    if (state === 'invited') query.whereNull('user_id');
    else query.whereNotNull('user_id');
    if (state === 'active') query.whereNull('deactivated_at');
    if (state === 'deactivated') query.whereNotNull('deactivated_at');
  }

  /** The live member with this address, invited or not. */
  async findByEmail(email: string): Promise<Member | undefined> {
    const [row] = await this.live().whereRaw(
      `(user_id in (select id from users where email = :email and deleted_at is null)
        or user_id is null and invited_email = :email)`,
      { email },
    );
    return row as Member | undefined;
  }

  /** @throws DomainError duplicate when another live member is this person already */
  async assertPersonIsFree(personId: string | null, memberId: string): Promise<void> {
    if (personId === null) return;
    const [taken] = await this.live().where('person_id', personId).whereNot('id', memberId).limit(1);
    if (taken !== undefined) throw new DomainError('duplicate', 'Another member is this person already.');
  }

  /** True while somebody else is an owner who can enter. Call it with the organisation locked. */
  async hasOtherActiveOwner(memberId: string): Promise<boolean> {
    const [other] = await this.live()
      .where('role', 'owner')
      .whereNotNull('user_id')
      .whereNull('deactivated_at')
      .whereNot('id', memberId)
      .limit(1);
    return other !== undefined;
  }

  /** The accounts behind members, by user id. */
  async accountsOf(members: readonly Member[]): Promise<ReadonlyMap<string, MemberAccount>> {
    const ids = members.map(({ userId }) => userId).filter((id) => id !== null);
    const rows = await this.trx('users')
      .whereIn('id', ids)
      .select<{ id: string; email: string; full_name: string }[]>('id', 'email', 'full_name');
    return new Map(rows.map((row) => [row.id, { id: row.id, email: row.email, fullName: row.full_name }]));
  }
}
