/** READINGS 31: identity of conflicts. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pairConflicts } from '../../../src/domains/conflicts/conflict-pairing.rules';
import type { ConflictKind, DetectedConflict, StoredConflict } from '../../../src/domains/conflicts/conflicts.types';

type Days = Record<number, number>;

function conflict(days: Days, causes: string[], kind: ConflictKind = 'over_allocation'): DetectedConflict {
  const list = Object.entries(days).map(([day, minutesOver]) => ({ day: Number(day), minutesOver }));
  return {
    kind,
    personId: 'p1',
    startDay: list[0]?.day ?? 0,
    endDay: list.at(-1)?.day ?? 0,
    days: list,
    minutesOver: list.reduce((sum, { minutesOver }) => sum + minutesOver, 0),
    causes: causes.map((id) => ({ type: 'allocation', id, label: id })),
  };
}

function stored(id: string, found: DetectedConflict, accepted?: DetectedConflict): StoredConflict {
  const open = { id, ...found, state: 'open' as const, accepted: null };
  return accepted === undefined ? open : { ...open, state: 'accepted', accepted };
}

function fates(old: StoredConflict[], found: DetectedConflict[]): Record<string, unknown> {
  const { opened, changed, unchanged, closed, reopened } = pairConflicts(old, found);
  const ids = (list: { id: string }[]): string[] => list.map(({ id }) => id);
  return {
    opened: opened.map(({ startDay }) => startDay),
    changed: ids(changed),
    unchanged: ids(unchanged),
    closed: ids(closed),
    reopened: ids(reopened),
  };
}

const nothing = { opened: [], changed: [], unchanged: [], closed: [], reopened: [] };

describe('pairing', () => {
  test('unpaired new ones open, unpaired old ones close, equal ones stay as they are', () => {
    const a = conflict({ 1: 60 }, ['A']);
    expect(fates([], [a])).toEqual({ ...nothing, opened: [1] });
    expect(fates([stored('x', a)], [])).toEqual({ ...nothing, closed: ['x'] });
    expect(fates([stored('x', a)], [conflict({ 1: 60 }, ['A'])])).toEqual({ ...nothing, unchanged: ['x'] });
  });

  test('a moved conflict keeps its id by its causes, a replaced one by its days', () => {
    const old = [stored('x', conflict({ 1: 60 }, ['A']))];
    expect(fates(old, [conflict({ 9: 60 }, ['A'])])).toEqual({ ...nothing, changed: ['x'] });
    expect(fates(old, [conflict({ 1: 60 }, ['B'])])).toEqual({ ...nothing, changed: ['x'] });
    expect(fates(old, [conflict({ 9: 60 }, ['B'])])).toEqual({ ...nothing, opened: [9], closed: ['x'] });
  });

  test('kind and person never mix', () => {
    const old = [stored('x', conflict({ 1: 60 }, ['A']))];
    expect(fates(old, [conflict({ 1: 60 }, ['A'], 'on_absence')])).toMatchObject({ opened: [1], closed: ['x'] });
    expect(fates(old, [{ ...conflict({ 1: 60 }, ['A']), personId: 'p2' }])).toMatchObject({
      opened: [1],
      closed: ['x'],
    });
  });

  test('most shared causes win over most shared days, these over the earliest start', () => {
    const two = stored('two', conflict({ 5: 1 }, ['A', 'B']));
    const days = stored('days', conflict({ 7: 1, 8: 1 }, ['A']));
    const found = conflict({ 7: 1, 8: 1 }, ['A', 'B']);
    expect(fates([days, two], [found])).toMatchObject({ changed: ['two'], closed: ['days'] });
    const one = stored('one', conflict({ 6: 1 }, ['A']));
    expect(fates([one, days], [found])).toMatchObject({ changed: ['days'], closed: ['one'] });
    expect(fates([days, one], [conflict({ 20: 1 }, ['A'])])).toMatchObject({ changed: ['one'], closed: ['days'] });
  });

  test('of the halves of a split conflict the earlier keeps the id when they tie', () => {
    const old = [stored('x', conflict({ 1: 1, 2: 1, 3: 1 }, ['A']))];
    expect(fates(old, [conflict({ 3: 1 }, ['A']), conflict({ 1: 1 }, ['A'])])).toEqual({
      ...nothing,
      changed: ['x'],
      opened: [3],
    });
  });

  test('a new label is a change', () => {
    const found = conflict({ 1: 1 }, ['A']);
    const renamed = { ...found, causes: [{ type: 'allocation' as const, id: 'A', label: 'renamed' }] };
    expect(fates([stored('x', found)], [renamed])).toEqual({ ...nothing, changed: ['x'] });
  });
});

describe('accepted', () => {
  const accepted = conflict({ 1: 60, 2: 60 }, ['A', 'B']);
  test.each<[string, DetectedConflict, DetectedConflict, string]>([
    ['same', accepted, accepted, 'unchanged'],
    ['smaller', accepted, conflict({ 1: 30 }, ['A']), 'changed'],
    ['grown back to what was accepted', conflict({ 1: 30 }, ['A']), accepted, 'changed'],
    ['another day', accepted, conflict({ 1: 60, 2: 60, 3: 1 }, ['A', 'B']), 'reopened'],
    ['more minutes on one day, less in all', accepted, conflict({ 1: 61 }, ['A', 'B']), 'reopened'],
    ['another cause', accepted, conflict({ 1: 60, 2: 60 }, ['A', 'C']), 'reopened'],
  ])('%s', (_, now, found, fate) => {
    expect(fates([stored('x', now, accepted)], [found])).toEqual({ ...nothing, [fate]: ['x'] });
  });

  test('another day counts even where no minutes are counted', () => {
    const outside = conflict({ 1: 0 }, ['A'], 'outside_engagement');
    const longer = conflict({ 1: 0, 2: 0 }, ['A'], 'outside_engagement');
    expect(fates([stored('x', outside, outside)], [longer])).toEqual({ ...nothing, reopened: ['x'] });
  });
});

describe('any two sets of conflicts', () => {
  const someConflicts = fc.array(
    fc.record({
      days: fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5'), fc.integer({ min: 0, max: 3 }), { minKeys: 1 }),
      causes: fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D')),
      kind: fc.constantFrom<ConflictKind>('over_allocation', 'on_absence'),
    }),
    { maxLength: 6 },
  );

  test('every old and every new one has exactly one fate', () => {
    fc.assert(
      fc.property(someConflicts, someConflicts, (before, after) => {
        const old = before.map(({ days, causes, kind }, index) => stored(`x${index}`, conflict(days, causes, kind)));
        const found = after.map(({ days, causes, kind }) => conflict(days, causes, kind));
        const { opened, changed, unchanged, closed, reopened } = pairConflicts(old, found);
        const paired = [...changed, ...unchanged, ...reopened];
        expect([...paired.map(({ id }) => id), ...closed.map(({ id }) => id)].sort()).toEqual(
          old.map(({ id }) => id).sort(),
        );
        expect(new Set([...opened, ...paired.map((pair) => pair.conflict)])).toEqual(new Set(found));
        expect(opened.length + paired.length).toBe(found.length);
      }),
      { numRuns: 300 },
    );
  });

  test('written down, the same conflicts are unchanged', () => {
    const causes = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'));
    fc.assert(
      fc.property(fc.array(fc.tuple(causes, fc.integer({ min: 1, max: 3 })), { maxLength: 8 }), (raw) => {
        const found = raw.map(([ids, days], index) => {
          return conflict(Object.fromEntries([10, 11, 12].slice(0, days).map((day) => [day + index * 10, 1])), ids);
        });
        const old = found.map((one, index) => stored(`x${index}`, one)).reverse();
        const { unchanged } = pairConflicts(old, found);
        expect(unchanged.map((pair) => pair.conflict)).toEqual(found);
        expect(unchanged.every((pair) => pair.before.startDay === pair.conflict.startDay)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
