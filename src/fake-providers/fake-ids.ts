/** Ids of fake rows: uuids that are the same for the same kind and number, on every machine. */

/** @example fakeId('task', 7) is always the same version 4 uuid */
export function fakeId(kind: string, number: number): string {
  let hash = 0x811c9dc5; // FNV-1a
  for (const letter of kind) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return `${hash.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
