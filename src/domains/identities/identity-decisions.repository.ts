/** The log of decisions, only ever added to. identity_decisions_of_account serves one account's. */
import type { Transaction } from '../../platform/database';
import { newId } from '../../shared/ids';
import type { IdentityDecision } from './external-accounts.types';

export type NewDecision = Omit<IdentityDecision, 'id' | 'createdAt' | 'features'> & { features?: object };

interface DecisionRow {
  id: string;
  external_account_id: string;
  person_id: string | null;
  action: IdentityDecision['action'];
  decided_by: string | null;
  reason: string | null;
  score: number | null;
  total_bits: number | null;
  features: Record<string, unknown>;
  model_version: string;
  run_id: string | null;
  created_at: Date;
}

const CHUNK = 500;

export class IdentityDecisionRepository {
  constructor(
    private readonly trx: Transaction,
    private readonly organizationId: string,
  ) {}

  async insertMany(decisions: readonly NewDecision[]): Promise<void> {
    const rows = decisions.map((decision) => ({
      organization_id: this.organizationId,
      id: newId(),
      external_account_id: decision.externalAccountId,
      person_id: decision.personId,
      action: decision.action,
      decided_by: decision.decidedBy,
      reason: decision.reason,
      score: decision.score,
      total_bits: decision.totalBits,
      features: JSON.stringify(decision.features ?? {}),
      model_version: decision.modelVersion,
      run_id: decision.runId,
    }));
    for (let start = 0; start < rows.length; start += CHUNK) {
      await this.trx('identity_decisions').insert(rows.slice(start, start + CHUNK));
    }
  }

  /** Of these accounts, or of all, oldest first: ids rise with time. */
  async list(accountIds?: readonly string[]): Promise<IdentityDecision[]> {
    const query = this.trx('identity_decisions').where('organization_id', this.organizationId).orderBy('id');
    if (accountIds !== undefined) void query.whereIn('external_account_id', [...accountIds]);
    return (await query.select<DecisionRow[]>('*')).map(decisionOf);
  }

  /** One page, newest first, of one account or person where one is named. */
  async page(
    { page, pageSize }: { page: number; pageSize: number },
    { accountId, personId }: { accountId: string | undefined; personId: string | undefined },
  ): Promise<{ items: IdentityDecision[]; total: number }> {
    const query = this.trx('identity_decisions').where('organization_id', this.organizationId);
    if (accountId !== undefined) void query.where('external_account_id', accountId);
    if (personId !== undefined) void query.where('person_id', personId);
    const [counted] = await query.clone().count<{ count: string }[]>('* as count');
    const rows = await query
      .orderBy('id', 'desc')
      .limit(pageSize)
      .offset((page - 1) * pageSize)
      .select<DecisionRow[]>('*');
    return { items: rows.map(decisionOf), total: Number(counted?.count ?? 0) };
  }
}

function decisionOf(row: DecisionRow): IdentityDecision {
  return {
    id: row.id,
    externalAccountId: row.external_account_id,
    personId: row.person_id,
    action: row.action,
    decidedBy: row.decided_by,
    reason: row.reason,
    score: row.score,
    totalBits: row.total_bits,
    features: row.features,
    modelVersion: row.model_version,
    runId: row.run_id,
    createdAt: row.created_at,
  };
}
