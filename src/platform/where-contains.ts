/** The free-text filter of lists. */
import type { Query } from './record-repository';

/**
 * Narrows a list to records of which one of `columns` holds the text, whatever the case; `%` and `_` stand for themselves,
 * and a text without a visible character narrows nothing. No index helps: the organisation's records are read and compared.
 */
export function whereContains(query: Query, columns: readonly string[], text: string | undefined): void {
  const wanted = text?.trim() ?? '';
  if (wanted === '') return;
  const pattern = `%${wanted.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  query.where((any) => {
    for (const column of columns) any.orWhereRaw('?? ilike ?', [column, pattern]);
  });
}
