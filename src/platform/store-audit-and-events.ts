/** The audit entries and events of one unit of work, stored in its transaction. */
import type { Transaction } from './database';

const ROWS_PER_STATEMENT = 500;
const MOST_USUAL = 4;

/** Both in one statement where they are short, as those of most writes are; an order of their own they do not need. */
export async function storeAuditAndEvents(
  trx: Transaction,
  audit: readonly object[],
  events: readonly object[],
): Promise<void> {
  const isShort = audit.length + events.length <= ROWS_PER_STATEMENT;
  if (isShort && audit.length > 0 && events.length > 0) {
    const both = trx.with('audited', trx('audit_events').insert(audit)).insert(events).into('outbox');
    // Prepared once per connection where it is what most writes leave: the text then hangs on the numbers alone.
    const isUsual = audit.length + events.length <= MOST_USUAL;
    await (isUsual ? both.options({ name: `trace-${String(audit.length)}-${String(events.length)}` }) : both);
    return;
  }
  await insertInChunks(trx, 'audit_events', audit);
  await insertInChunks(trx, 'outbox', events);
}

/** Knex's own `batchInsert` would open a savepoint for it: two more round trips. */
async function insertInChunks(trx: Transaction, table: string, rows: readonly object[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    await trx(table).insert(rows.slice(start, start + ROWS_PER_STATEMENT));
}
