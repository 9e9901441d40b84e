/** Keeps the vocabulary complete: a tag that a project or task gets is a tag from then on. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { TagRepository } from './tags.repository';

/** Adds the tags that are new; at most one statement. */
export async function registerTags(uow: UnitOfWork, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const added = await new TagRepository(uow.trx, uow.organizationId).addMissing(names);
  for (const tag of added) {
    const facts = { entityType: 'tag', entityId: tag.id };
    uow.audit({ event: 'tag.created', ...facts, before: null, after: tag });
    uow.emit({ type: 'tag.created', ...facts, version: tag.version });
  }
}
