/** What providers say, as last read. Uses provider_records_key within a connection. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { decodeCursor, encodeCursor } from '../../shared/cursor';
import type { ListedRecord } from './provider-records.types';

const COLUMNS = [
  'r.id',
  'r.connection_id as connectionId',
  'c.provider',
  'r.kind',
  'r.external_id as externalId',
  'r.owner_external_id as ownerExternalId',
  'r.fields',
  'r.changed_at as changedAt',
  'r.seen_at as seenAt',
  'r.vanished_at as vanishedAt',
  'r.entity_type as entityType',
  'r.entity_id as entityId',
] as const;
const IS_APPLIED = 'coalesce(r.applied_hash = r.content_hash, false) as "isApplied"';

/** One page in the order they were first read. */
export async function listProviderRecords(
  uow: UnitOfWork,
  filter: { provider: string | undefined; kind: string | undefined },
  request: PageRequest,
): Promise<Page<ListedRecord>> {
  const narrowed = uow
    .trx('provider_records as r')
    .join('connections as c', (join) => {
      join.on('c.organization_id', 'r.organization_id').andOn('c.id', 'r.connection_id');
    })
    .where('r.organization_id', uow.organizationId)
    .whereNull('c.deleted_at');
  if (filter.provider !== undefined) void narrowed.where('c.provider', filter.provider);
  if (filter.kind !== undefined) void narrowed.where('r.kind', filter.kind);
  const [counted] = await narrowed.clone().select<{ total: number }[]>(uow.trx.raw('count(*)::int as total'));
  if (request.cursor !== undefined) void narrowed.where('r.id', '>', decodeCursor(request.cursor).id);
  else void narrowed.offset((request.page - 1) * request.pageSize);
  const rows = await narrowed
    .orderBy('r.id')
    .limit(request.pageSize + 1)
    .select<ListedRecord[]>(...COLUMNS, uow.trx.raw(IS_APPLIED));
  const items = rows.slice(0, request.pageSize);
  const last = items.at(-1);
  const nextCursor =
    rows.length > request.pageSize && last !== undefined ? encodeCursor({ sortValue: last.id, id: last.id }) : null;
  return { items, total: counted?.total ?? 0, page: request.page, pageSize: request.pageSize, nextCursor };
}
