/** Pages through the audit log. */
import type { Page } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { decodeCursor, encodeCursor } from '../../shared/cursor';
import { invalidField } from '../../shared/domain-error';
import { AuditRepository } from './audit.repository';
import type { AuditEvent, AuditSearch } from './audit.types';

/** One page, newest first; `cursor` wins over `page`. @throws DomainError validation_failed on a cursor of another list */
export async function listAuditEvents(
  uow: UnitOfWork,
  search: AuditSearch,
  request: { page: number; pageSize: number; cursor: string | undefined },
): Promise<Page<AuditEvent>> {
  const { page, pageSize } = request;
  const repository = new AuditRepository(uow.trx, uow.organizationId);
  const found = await repository.list(search, { page, pageSize, before: positionOf(request.cursor) });
  const last = found.items.at(-1);
  return { ...found, nextCursor: found.hasMore && last !== undefined ? cursorAfter(last) : null };
}

function positionOf(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const { sortValue } = decodeCursor(cursor);
  if (/^[1-9]\d{0,14}$/.test(sortValue)) return Number(sortValue);
  throw invalidField('/query/cursor', 'invalid_cursor', 'not a cursor of this list');
}

function cursorAfter(event: AuditEvent): string {
  return encodeCursor({ sortValue: String(event.id), id: event.entityId });
}
