/** Rows of the tables of integrations and identities, for tests that need one of each. */
import { newId } from '../../src/shared/ids';
import type { Columns, Factory, Row } from './factories';

/** A connection to Payfit without credentials unless the columns say otherwise. */
export async function connectionRow(factory: Factory, columns: Columns & { organization_id: string }): Promise<Row> {
  return factory.insert('connections', { id: newId(), provider: 'payfit', status: 'connected', ...columns });
}

/** A finished roster run of `connection`. */
export async function syncRunRow(factory: Factory, connection: Row, columns: Columns = {}): Promise<Row> {
  return factory.insert('sync_runs', {
    organization_id: connection.organization_id,
    id: newId(),
    connection_id: connection.id,
    kind: 'roster',
    state: 'completed',
    phase: 'ended',
    trigger: 'user',
    workflow_id: `sync/${connection.id}`,
    ...columns,
  });
}

/** An account of `connection`, not linked to anybody unless the columns say otherwise. */
export async function externalAccountRow(factory: Factory, connection: Row, columns: Columns = {}): Promise<Row> {
  return factory.insert('external_accounts', {
    organization_id: connection.organization_id,
    id: newId(),
    connection_id: connection.id,
    provider: connection['provider'],
    external_user_id: newId(),
    ...columns,
  });
}

/** One row in every table of integrations and identities. */
export async function fillIntegrations(
  factory: Factory,
  { organization_id, person_id }: { organization_id: string; person_id: string },
): Promise<void> {
  const connection = await connectionRow(factory, { organization_id });
  await factory.insert('webhook_receipts', { organization_id, connection_id: connection.id, message_id: 'msg_1' });
  const run = await syncRunRow(factory, connection);
  const record = { organization_id, run_id: run.id, record_kind: 'collaborator', external_id: 'c-1' };
  await factory.insert('sync_run_changes', { ...record, id: newId(), action: 'created', entity_type: 'person' });
  await factory.insert('sync_run_errors', { ...record, id: newId(), code: 'period_closed' });
  await factory.insert('provider_records', {
    organization_id,
    id: newId(),
    connection_id: connection.id,
    kind: 'collaborator',
    external_id: 'c-1',
    fields: '{}',
    content_hash: Buffer.from('hash'),
    seen_run_id: run.id,
  });
  await factory.insert('erasure_keys', { organization_id });
  const erased = { provider: 'payfit', kind: 'account', id_hash: Buffer.alloc(32, 1) };
  await factory.insert('erased_provider_ids', { organization_id, ...erased });
  await factory.insert('sync_rehearsal_records', {
    organization_id,
    id: newId(),
    run_id: run.id,
    connection_id: connection.id,
    kind: 'collaborator',
    external_id: 'c-1',
    finding: 'met',
  });
  const account = await externalAccountRow(factory, connection);
  const decision = { organization_id, id: newId(), external_account_id: account.id, model_version: '1' };
  await factory.insert('identity_decisions', { ...decision, action: 'ignore' });
  await factory.insert('identity_suggestions', {
    ...decision,
    id: newId(),
    person_id,
    rank: 1,
    score: 0.8,
    total_bits: 2,
    prior_bits: -9,
    evidence: '[]',
  });
}
