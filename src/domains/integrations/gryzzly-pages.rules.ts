/** Where a Gryzzly listing stands: plain offsets, watched for rows that move, and for listings by user one batch after the other. */

/** Between two pages. */
export interface GryzzlyCursor {
  offset: number;
  /** Id of the row before `offset`: asked for again, it must still be there. */
  lastId: string | null;
  /** Rows of the listing when the page before was read. */
  total: number | null;
  /** Listings by user: users up to this one are done. */
  afterUser: string | null;
  /** Users asked about at once. */
  batchSize: number;
}

/** Users in one question about their time. */
export const BATCH_SIZE = 100;
/** The most rows Gryzzly gives at once. */
export const PAGE_SIZE = 1_000;

export const firstPage: GryzzlyCursor = {
  offset: 0,
  lastId: null,
  total: null,
  afterUser: null,
  batchSize: BATCH_SIZE,
};

/** The users to ask about now, in order of id; the same list gives the same batches on every page. */
export function batchOf(userIds: readonly string[], { afterUser, batchSize }: GryzzlyCursor): string[] {
  const sorted = [...new Set(userIds)].sort();
  return sorted.filter((id) => afterUser === null || id > afterUser).slice(0, batchSize);
}

/** Asks one row earlier than needed, so that the last row of the page before is the first of this one. */
export function offsetToAsk({ offset, lastId }: GryzzlyCursor): number {
  return lastId === null ? offset : offset - 1;
}

/**
 * What a page tells: the cursor of the next one within the same listing (null = it was the last), and whether rows moved.
 * @example 1,000 of 2,500 rows at offset 0 lead to offset 1,000; the next question is for 999 on
 */
export function afterPage(
  cursor: GryzzlyCursor,
  page: { ids: readonly (string | null)[]; count: number | null },
): { next: GryzzlyCursor | null; moved: boolean } {
  const asked = offsetToAsk(cursor);
  const reached = asked + page.ids.length;
  const isOverlapGone = cursor.lastId !== null && page.ids[0] !== cursor.lastId;
  const isCountChanged = cursor.total !== null && page.count !== null && page.count !== cursor.total;
  const isShort =
    page.count !== null && reached < page.count && page.ids.length < PAGE_SIZE && reached <= cursor.offset;
  const isDone = page.count === null ? page.ids.length < PAGE_SIZE : reached >= page.count;
  const lastId = page.ids.at(-1) ?? null;
  const next = isDone || reached <= cursor.offset ? null : { ...cursor, offset: reached, lastId, total: page.count };
  return { next, moved: isOverlapGone || isCountChanged || isShort };
}

/** The cursor of the first page of the batch after `batch`; null when that was the last. */
export function afterBatch(userIds: readonly string[], batch: readonly string[]): GryzzlyCursor | null {
  const last = batch.at(-1) ?? null;
  const next = { ...firstPage, afterUser: last };
  return batchOf(userIds, next).length === 0 ? null : next;
}
