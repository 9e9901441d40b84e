/** Keeps the new refresh token that a provider handed out in place of the one just spent. */
import { systemActor } from '../../access/actor';
import type { Clock } from '../../platform/clock';
import type { Database } from '../../platform/database';
import type { KeyRing } from '../../platform/secrets/key-ring';
import { runInOrganization } from '../../platform/unit-of-work';
import { closeCredentials, openCredentials } from './connection-credentials.rules';
import type { ProviderCredentials } from './provider.types';

export interface CredentialStore {
  database: Database;
  clock: Clock;
  keyRing: KeyRing;
}

/** `rotateCredentials` with its store already given. */
export type KeepRotatedCredentials = (
  owner: { organizationId: string; connectionId: string },
  credentials: { spent: ProviderCredentials; fresh: ProviderCredentials },
) => Promise<void>;

/**
 * Commits the new credentials at once, whatever becomes of the call that got them: the former are worth nothing any more. A
 * connection that is gone or has been given other credentials meanwhile is left alone.
 */
export async function rotateCredentials(
  store: CredentialStore,
  owner: { organizationId: string; connectionId: string },
  credentials: { spent: ProviderCredentials; fresh: ProviderCredentials },
): Promise<void> {
  const { organizationId, connectionId } = owner;
  const request = {
    organizationId,
    resolveActor: () => Promise.resolve(systemActor(organizationId)),
    now: store.clock.now(),
  };
  await runInOrganization(store.database, request, async (uow) => {
    const row = await uow
      .trx('connections')
      .where({ organization_id: organizationId, id: connectionId })
      .forUpdate()
      .first<{ credentials: Buffer | null } | undefined>('credentials');
    const stored = openCredentials(store.keyRing, {
      organizationId,
      id: connectionId,
      credentials: row?.credentials ?? null,
    });
    if (JSON.stringify(stored) !== JSON.stringify(credentials.spent)) return;
    await uow
      .trx('connections')
      .where({ organization_id: organizationId, id: connectionId })
      .update({ credentials: closeCredentials(store.keyRing, owner, credentials.fresh) });
  });
}
