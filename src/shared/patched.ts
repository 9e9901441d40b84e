/** What a field that may be null is after a change. */

/**
 * What was sent, null included; where nothing was sent what it was before, null for a new record.
 * @example patched(undefined, 'blue') === 'blue', patched(null, 'blue') === null
 */
export function patched<T>(sent: T | null | undefined, before: T | null | undefined): T | null {
  return sent === undefined ? (before ?? null) : sent;
}
