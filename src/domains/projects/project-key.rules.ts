/** A key for a project that came without one. */

const LONGEST_BASE = 40;

/** @example keyBaseOf('Refonte été 2026') === 'REFONTE-ETE-2026' */
export function keyBaseOf(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '-')
    .slice(0, LONGEST_BASE)
    .replaceAll(/^-|-$/g, '');
  return plain === '' ? 'PROJECT' : plain;
}

/** The base, or the base with the first number from 2 on that is free. @example freeKey('A', new Set(['A'])) === 'A-2' */
export function freeKey(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) {
    const key = `${base}-${String(number)}`;
    if (!taken.has(key)) return key;
  }
}
