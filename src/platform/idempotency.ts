/** `Idempotency-Key`: the answer is stored in the change's own transaction, so it exists exactly when the change does. */
import { createHash } from 'node:crypto';
import { DomainError } from '../shared/domain-error';
import type { UnitOfWork } from './unit-of-work';

export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** A digest of what was asked, so that a key reused for something else is noticed. */
export function fingerprintOf(method: string, url: string, body: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body]))
    .digest();
}

/**
 * Claims the key for this transaction, or finds the answer it already led to. A second request with the same key waits
 * for the first to commit or roll back. Keys are forgotten after a day by the reconciler.
 * @throws DomainError idempotency_key_reused when the key belongs to a different request
 */
export async function claimIdempotencyKey(
  uow: UnitOfWork,
  key: string,
  fingerprint: Buffer,
): Promise<StoredAnswer | undefined> {
  const identity = { organization_id: uow.organizationId, user_id: uow.actor.userId, key };
  const claimed = await uow
    .trx('idempotency_keys')
    .insert({ ...identity, fingerprint })
    .onConflict()
    .ignore()
    .returning('key');
  if (claimed.length > 0) return undefined;
  const stored = await uow.trx<IdempotencyRow>('idempotency_keys').where(identity).first();
  if (stored === undefined || stored.response_status === null) {
    throw new DomainError('idempotency_key_in_use', 'The same request is still running; try again.');
  }
  if (!stored.fingerprint.equals(fingerprint)) {
    throw new DomainError('idempotency_key_reused', 'This Idempotency-Key was used for another request.');
  }
  return { status: stored.response_status, headers: stored.response_headers ?? {}, body: stored.response_body };
}

/** Stores the answer of the claimed key; committed with the change itself. */
export async function storeAnswer(uow: UnitOfWork, key: string, answer: StoredAnswer): Promise<void> {
  await uow
    .trx('idempotency_keys')
    .where({ organization_id: uow.organizationId, user_id: uow.actor.userId, key })
    .update({
      response_status: answer.status,
      response_headers: JSON.stringify(answer.headers),
      response_body: JSON.stringify(answer.body ?? null),
    });
}

interface IdempotencyRow {
  organization_id: string;
  user_id: string | null;
  key: string;
  fingerprint: Buffer;
  response_status: number | null;
  response_headers: Record<string, string> | null;
  response_body: unknown;
}
