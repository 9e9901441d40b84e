/** Brings ciphertexts under the newest key, so that an old one can be thrown away. */
import type { Knex } from 'knex';
import type { KeyRing } from './key-ring';

/** A column of ciphertexts and the context they were encrypted for, as SQL over a row of the table. */
export interface EncryptedColumn {
  table: string;
  column: string;
  /** An expression such as `organization_id || '/' || id || '/credentials'`. */
  context: string;
}

const BATCH = 200;

/**
 * Rewrites what is not under the newest key, a few rows a transaction; a row that changed meanwhile is left to its writer, who
 * uses the newest key anyway. Stopping it anywhere loses nothing, and running it again goes on.
 * @throws SecretUnreadableError when a ciphertext's key is missing
 */
export async function reencrypt(admin: Knex, ring: KeyRing, place: EncryptedColumn): Promise<number> {
  const { table, column, context } = place;
  let rewritten = 0;
  for (let after = ''; ;) {
    const rows = await admin(table)
      .whereNotNull(column)
      .whereRaw(`organization_id || '/' || id > ?`, [after])
      .orderByRaw(`organization_id || '/' || id`)
      .limit(BATCH)
      .select<Row[]>(
        'organization_id',
        'id',
        admin.raw('?? as ciphertext', [column]),
        admin.raw(`${context} as context`),
      );
    const last = rows.at(-1);
    if (last === undefined) return rewritten;
    after = `${last.organization_id}/${last.id}`;
    for (const row of rows.filter(({ ciphertext }) => ring.isOutdated(ciphertext))) {
      const renewed = ring.encrypt(ring.decrypt(row.ciphertext, row.context), row.context);
      rewritten += await admin(table)
        .where({ organization_id: row.organization_id, id: row.id, [column]: row.ciphertext })
        .update({ [column]: renewed });
    }
  }
}

interface Row {
  organization_id: string;
  id: string;
  ciphertext: Buffer;
  context: string;
}
