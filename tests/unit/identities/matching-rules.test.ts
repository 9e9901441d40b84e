/** MATCHING B-F: likeness of texts, levels of names, and the assignment, each against a slow obvious oracle or a table. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bestAssignment, type WeightedEdge } from '../../../src/domains/identities/best-assignment.rules';
import { JaroWinkler } from '../../../src/domains/identities/jaro-winkler.rules';
import { KeyBuckets } from '../../../src/domains/identities/key-buckets.rules';
import { NAME } from '../../../src/domains/identities/match-fields.rules';
import { NameComparison } from '../../../src/domains/identities/name-comparison.rules';
import { birthDateLevel } from '../../../src/domains/identities/pair-comparison.rules';
import { prepareRecords, Vocabulary } from '../../../src/domains/identities/prepared-records.rules';
import { AddressComparison, isOneEdit, PairMemory } from '../../../src/domains/identities/text-comparison.rules';
import { toEnd } from '../../../src/shared/in-steps';

const similar = new JaroWinkler();
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 12 });

/** Straight from the definition, on lists of letters. */
function slowJaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  if (a === '' || b === '') return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const free = b.split('').map((letter, at) => ({ letter, at, isTaken: false }));
  const fromA = a.split('').flatMap((letter, at) => {
    const partner = free.find((other) => !other.isTaken && other.letter === letter && Math.abs(other.at - at) <= reach);
    if (partner === undefined) return [];
    partner.isTaken = true;
    return [letter];
  });
  const fromB = free.filter(({ isTaken }) => isTaken).map(({ letter }) => letter);
  if (fromA.length === 0) return 0;
  const moved = fromA.filter((letter, at) => letter !== fromB[at]).length / 2;
  const jaro = (fromA.length / a.length + fromA.length / b.length + (fromA.length - moved) / fromA.length) / 3;
  const prefix = [0, 1, 2, 3, 4].filter((length) => length <= b.length && a.startsWith(b.slice(0, length))).at(-1) ?? 0;
  return jaro + prefix * 0.1 * (1 - jaro);
}

describe('Jaro-Winkler', () => {
  // Winkler 1990, as quoted in many places.
  test.each([
    ['martha', 'marhta', 0.9611],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.8133],
    ['jones', 'johnson', 0.8324],
    ['abroms', 'abrams', 0.9222],
    ['itman', 'smith', 0.4667],
    ['', '', 1],
    ['a', '', 0],
  ])('%s and %s: %d', (a, b, likeness) => {
    expect(similar.similarity(a, b)).toBeCloseTo(likeness, 4);
  });

  test('is what the definition says, from 0 to 1', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const likeness = similar.similarity(a, b);
        expect(likeness).toBeCloseTo(slowJaroWinkler(a, b), 12);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test('one edit is a letter changed, left out, added, or exchanged with its neighbour', () => {
  const edits = (text: string): Set<string> => {
    const found = new Set<string>();
    for (let at = 0; at <= text.length; at += 1) {
      const [head, tail] = [text.slice(0, at), text.slice(at)];
      found.add(head + tail.slice(1));
      if (tail.length > 1) found.add(head + tail.charAt(1) + tail.charAt(0) + tail.slice(2));
      for (const letter of 'abcd') found.add(head + letter + tail).add(head + letter + tail.slice(1));
    }
    found.delete(text);
    return found;
  };
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(isOneEdit(a, b)).toBe(edits(a).has(b));
      for (const near of edits(a)) expect(isOneEdit(a, near)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['19800304', '19800304', 0],
  ['19800304', '19800403', 1],
  ['19800304', '19800305', 2],
  ['19800304', '19800340', 2],
  ['19800304', '19850304', 2],
  ['19800304', '19910304', 3],
  ['19800304', '19800317', 3],
  ['19800304', '19910517', 4],
  ['19600239', '19600229', 2],
  ['in 1980', 'in 1981', 2],
])('birth dates %s and %s: level %d', (a, b, level) => {
  expect(birthDateLevel(a, b)).toBe(level);
  expect(birthDateLevel(b, a)).toBe(level);
});

describe('levels of names', () => {
  type Names = readonly [given: string, surname: string];
  function levels([givenA, surnameA]: Names, [givenB, surnameB]: Names, counts: Record<string, number> = {}): number[] {
    const vocabulary = new Vocabulary();
    const [left, right] = [
      toEnd(prepareRecords([{ id: 'a', givenName: givenA, surname: surnameA }], vocabulary)),
      toEnd(prepareRecords([{ id: 'b', givenName: givenB, surname: surnameB }], vocabulary)),
    ];
    const givenCounts = Int32Array.from(vocabulary.names.values, ({ joined }) => counts[joined] ?? 1);
    const comparison = new NameComparison(vocabulary, givenCounts);
    const { given, surname } = comparison.compare({ records: left, index: 0 }, { records: right, index: 0 });
    return [given, surname];
  }

  test.each<[Names, Names, number, number]>([
    [['Zoé', 'Quémeneur'], ['ZOE', 'QUEMENEUR'], NAME.equal, NAME.equal],
    [['Jean-Pierre', 'Le Goff'], ['Jean Pierre', 'Legoff'], NAME.equal, NAME.equal],
    [['Jean', 'de la Tour'], ['Jean', 'Tour'], NAME.equal, NAME.core],
    [['Jean', 'Dupont-Martin'], ['Jean', 'Martin Dupont'], NAME.equal, NAME.core],
    [['Nicolas', 'Dupont'], ['Nico', 'Dupont-Martin'], NAME.variant, NAME.variant],
    [['J.', 'Dupont'], ['Jean', 'Dupont'], NAME.variant, NAME.equal],
    [['JP', 'Dupont'], ['Jean-Pierre', 'Dupont'], NAME.variant, NAME.equal],
    [['Jean', 'Quemeneur'], ['Jean', 'Quemenur'], NAME.equal, NAME.close],
    [['Jean', 'Gauthier'], ['Jean', 'Gotier'], NAME.equal, NAME.similar],
    [['Quemeneur', 'Zoe'], ['Zoe', 'Quemeneur'], NAME.swapped, NAME.swapped],
    [['Zoe', 'Quemeneur'], ['Quemeneur', 'Bertrand'], NAME.different, NAME.swapped],
    [['Lucie', 'Quemeneur'], ['Lucien', 'Quemeneur'], NAME.distant, NAME.equal],
    [['Zoe', 'Quemeneur'], ['Bertrand', 'Fouquet'], NAME.different, NAME.different],
  ])('%j and %j', (a, b, given, surname) => {
    expect(levels(a, b)).toEqual([given, surname]);
    expect(levels(b, a).toSorted()).toEqual([given, surname].toSorted());
  });

  test('two given names that several people have are no slip of the pen', () => {
    const pair: [Names, Names] = [
      ['Maelane', 'Quemeneur'],
      ['Maelanne', 'Quemeneur'],
    ];
    expect(levels(...pair)[0]).toBe(NAME.close);
    expect(levels(...pair, { maelane: 4, maelanne: 5 })[0]).toBe(NAME.distant);
  });
});

test('addresses and cities', () => {
  const address = new AddressComparison();
  expect(address.levelOf('6 tullaroop street', '6 tullaroopstreet')).toBe(0);
  expect(address.levelOf('6 tullaroop street', '6 tullarop street')).toBe(1);
  expect(address.levelOf('6 tullaroop street', '48 tullaroop street')).toBe(2);
  expect(address.levelOf('6 tullaroop street', '9 impasse du puits')).toBe(4);
  expect(address.cityLevelOf('saint denis', 'saintdenis')).toBe(0);
  expect(address.cityLevelOf('canterbury', 'cantebury')).toBe(1);
  expect(address.cityLevelOf('lyon', 'paris')).toBe(3);
});

test('a pair is compared once, in whichever order it comes', () => {
  const asked: string[] = [];
  const memory = new PairMemory((a, b) => {
    asked.push(`${a},${b}`);
    return (a + b) % 7;
  });
  const numbers = Array.from({ length: 90 }, (_, index) => index * index);
  for (const a of numbers) for (const b of numbers) expect(memory.of(a, b)).toBe((a + b) % 7);
  expect(new Set(asked).size).toBe(asked.length);
});

test('buckets give back who holds a key, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** 50 }), fc.integer({ min: 0, max: 5 })), { maxLength: 900 }),
      (pairs) => {
        const buckets = new KeyBuckets();
        const expected = new Map<number, number[]>();
        for (const [key, record] of pairs.toSorted(([, a], [, b]) => a - b)) {
          buckets.add(key, record);
          const list = expected.get(key) ?? [];
          if (list.at(-1) !== record) list.push(record);
          expected.set(key, list);
        }
        for (const [key, list] of expected) {
          const found: number[] = [];
          for (let entry = buckets.first(key, 5); entry !== -1; entry = buckets.next(entry))
            found.push(buckets.recordAt(entry));
          expect(found).toEqual(list.length > 5 ? [] : list);
        }
        expect(buckets.first(2 ** 51, 5)).toBe(-1);
      },
    ),
    { numRuns: 40 },
  );
});

describe('assignment', () => {
  const total = (edges: Iterable<WeightedEdge>): number => [...edges].reduce((sum, { weight }) => sum + weight, 0);

  function bestByTrial([edge, ...rest]: readonly WeightedEdge[], taken: ReadonlySet<string> = new Set()): number {
    if (edge === undefined) return 0;
    const without = bestByTrial(rest, taken);
    const ends = [`l${edge.left}`, `r${edge.right}`];
    if (ends.some((end) => taken.has(end))) return without;
    return Math.max(without, edge.weight + bestByTrial(rest, new Set([...taken, ...ends])));
  }

  test('is the best there is, and nobody twice', () => {
    const edge = fc.record({ left: fc.nat(4), right: fc.nat(4), weight: fc.integer({ min: 1, max: 40 }) });
    const edges = fc.uniqueArray(edge, { selector: ({ left, right }) => `${left},${right}`, maxLength: 10 });
    fc.assert(
      fc.property(edges, (given) => {
        const chosen = [...bestAssignment(given)];
        expect(total(chosen)).toBeCloseTo(bestByTrial(given), 6);
        expect(new Set(chosen.map(({ left }) => left)).size).toBe(chosen.length);
        expect(new Set(chosen.map(({ right }) => right)).size).toBe(chosen.length);
      }),
      { numRuns: 300 },
    );
  });

  test('a knot of too many edges is left alone', () => {
    const edges = Array.from({ length: 2_001 }, (_, index) => ({
      left: index % 50,
      right: Math.floor(index / 50),
      weight: 1,
    }));
    expect(bestAssignment(edges).size).toBe(0);
  });
});
