/** Removes stored files that no attachment needs: of uploads whose write was cut off, and of attachments deleted long ago. */
import { systemActor } from '../../access/actor';
import type { Database } from '../../platform/database';
import type { FileStore } from '../../platform/file-store';
import { runInOrganization } from '../../platform/unit-of-work';
import { AttachmentRepository } from './attachments.repository';
import { ATTACHMENTS, fileKeyOf, ownerOfKey } from './file-key.rules';

const DAY_MS = 86_400_000;
/** An upload is attached or discarded long before. */
const YOUNG_MS = DAY_MS;
/** How long the file of a deleted attachment is kept. */
const DELETED_MS = 30 * DAY_MS;
const BATCH = 500;

/** The number of files removed. Idempotent: what is gone is not found again, and what is young is left alone. */
export async function removeOrphanFiles(
  { database, fileStore }: { database: Database; fileStore: FileStore },
  now: Date,
): Promise<number> {
  let removed = 0;
  let batch: { organizationId: string; ids: string[] } = { organizationId: '', ids: [] };
  const flush = async (): Promise<void> => {
    removed += await removeUnused({ database, fileStore }, batch, now);
    batch = { organizationId: '', ids: [] };
  };
  for await (const { key, modifiedAt } of fileStore.list(ATTACHMENTS)) {
    const owner = ownerOfKey(key);
    if (owner === null || now.getTime() - modifiedAt.getTime() < YOUNG_MS) continue;
    if (owner.organizationId !== batch.organizationId || batch.ids.length === BATCH) await flush();
    batch = { organizationId: owner.organizationId, ids: [...batch.ids, owner.id] };
  }
  await flush();
  return removed;
}

async function removeUnused(
  { database, fileStore }: { database: Database; fileStore: FileStore },
  { organizationId, ids }: { organizationId: string; ids: readonly string[] },
  now: Date,
): Promise<number> {
  if (ids.length === 0) return 0;
  const request = { organizationId, resolveActor: () => Promise.resolve(systemActor(organizationId)), now };
  const used = await runInOrganization(database, request, (uow) =>
    new AttachmentRepository(uow.trx, organizationId).idsInUse(ids, new Date(now.getTime() - DELETED_MS)),
  );
  const unused = ids.filter((id) => !used.has(id));
  for (const id of unused) await fileStore.delete(fileKeyOf({ organizationId, id }));
  return unused.length;
}
