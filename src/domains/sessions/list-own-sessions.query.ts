/** The sessions in which a user is signed in, in whatever organisation. */
import type { Page } from '../../platform/record-repository';
import { enterSystemScope, type UnitOfWork } from '../../platform/unit-of-work';
import { decodeCursor, encodeCursor } from '../../shared/cursor';
import { OwnSessionRepository } from './own-sessions.repository';
import type { OwnSession } from './sessions.types';

/** One page of the actor's live sessions, newest first; `cursor` wins over `page`. @throws DomainError validation_failed */
export async function listOwnSessions(
  uow: UnitOfWork,
  request: { page: number; pageSize: number; cursor: string | undefined },
): Promise<Page<OwnSession>> {
  const { page, pageSize } = request;
  const before = request.cursor === undefined ? null : decodeCursor(request.cursor).id;
  await enterSystemScope(uow.trx, 'login');
  const found = await new OwnSessionRepository(uow.trx, uow.actor.userId ?? '').list(uow.now, {
    page,
    pageSize,
    before,
  });
  const last = found.items.at(-1);
  const nextCursor = found.hasMore && last !== undefined ? encodeCursor({ sortValue: last.id, id: last.id }) : null;
  return { items: found.items, total: found.total, page, pageSize, nextCursor };
}
