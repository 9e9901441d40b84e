/** Vouchers as the payroll counts them, out of the mirror of Payfit's records. Uses external_accounts_key. */
import type { Transaction } from '../../platform/database';

/** One account's count of a month; `personId` null: it is linked to nobody. */
export interface PayrollCount {
  accountId: string;
  accountName: string;
  personId: string | null;
  count: number;
  readAt: Date;
}

interface CountRow {
  account_id: string;
  given_name: string | null;
  surname: string | null;
  person_id: string | null;
  count: number;
  seen_at: Date;
}

export class PayrollCountRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  /** Counts of `month` (`YYYY-MM`) that have not vanished upstream, with the accounts they are of. */
  async ofMonth(month: string): Promise<PayrollCount[]> {
    const rows = await this.trx('provider_records as r')
      .join('external_accounts as a', (join) =>
        join
          .on('a.organization_id', 'r.organization_id')
          .andOn('a.connection_id', 'r.connection_id')
          .andOn('a.external_user_id', 'r.owner_external_id'),
      )
      .where({ 'r.organization_id': this.organizationId, 'r.kind': 'meal_vouchers' })
      .whereNull('r.vanished_at')
      .whereNull('a.deleted_at')
      .whereRaw(`r.fields ->> 'month' = ?`, [month])
      .orderBy('a.id')
      .select<CountRow[]>(
        'a.id as account_id',
        'a.person_id',
        'r.seen_at',
        this.trx.raw(`a.raw_profile ->> 'givenName' as given_name`),
        this.trx.raw(`a.raw_profile ->> 'surname' as surname`),
        this.trx.raw(`(r.fields ->> 'vouchersCount')::numeric::float8 as count`),
      );
    return rows.map((row) => ({
      accountId: row.account_id,
      accountName: [row.given_name, row.surname].filter((part) => part !== null).join(' '),
      personId: row.person_id,
      count: row.count,
      readAt: row.seen_at,
    }));
  }
}
