/** Tags as a resource. One that is used keeps its name and cannot be deleted: 409 with the number of its projects and tasks. */
import type { CrudResource } from '../../http/crud-resource';
import { whereContains } from '../../platform/where-contains';
import { DomainError } from '../../shared/domain-error';
import { patched } from '../../shared/patched';
import { countTagged } from './count-tagged.query';
import { presentTag } from './tags.presenter';
import { TagRepository } from './tags.repository';
import { changedTag, newTag, tagAnswer, tagFilter, type TagBody, type TagFilter } from './tags.schema';
import type { Tag } from './tags.types';

export const tagsResource: CrudResource<Tag> = {
  path: '/tags',
  tag: 'Tags',
  noun: 'tag',
  permissions: { read: 'tag.read', write: 'tag.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  listQuery: tagFilter,
  filter: (rows, { query }) => {
    const { q } = query as TagFilter;
    whereContains(rows, ['name'], q);
  },
  create: newTag,
  update: changedTag,
  answer: tagAnswer,
  repository: (uow) => new TagRepository(uow.trx, uow.organizationId),
  toRecord: (_uow, body, { before }) => {
    const { name, color } = body as TagBody;
    return Promise.resolve({
      name: name ?? before?.name ?? '',
      color: patched(color, before?.color),
    });
  },
  mayHappen: async (uow, { before, after }) => {
    if (before === null || after?.name === before.name) return;
    const used = await countTagged(uow, before.name);
    if (used.projects + used.tasks === 0) return;
    throw new DomainError(
      'conflict',
      `${String(used.projects)} projects and ${String(used.tasks)} tasks have this tag; take it off them first.`,
      used,
    );
  },
  present: presentTag,
};
