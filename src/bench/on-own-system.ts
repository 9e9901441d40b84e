/** A whole system that one benchmark has to itself. */
import type { Client } from 'pg';
import { withEvidence } from '../drill/ledger-evidence';
import { WholeSystem, type WholeSystemRequest } from '../drill/whole-system';

const START_LIMIT_MS = 120_000;

/** Runs `measure` on a system that is started for it and gone afterwards, with a connection that sees every row. */
export async function onOwnSystem<T>(
  request: WholeSystemRequest,
  measure: (system: WholeSystem, client: Client) => Promise<T>,
): Promise<T> {
  const system = await WholeSystem.prepare(request);
  try {
    await system.start(START_LIMIT_MS);
    return await withEvidence(system.databaseAdminUrl, (client) => measure(system, client));
  } finally {
    await system.remove();
  }
}
