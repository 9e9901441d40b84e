/** MATCHING I: what decisions teach, how much, and when it is not used. */
import { describe, expect, test } from '@jest/globals';
import { calibratedBits } from '../../../src/domains/identities/certainty-calibration.rules';
import { decidedPairs } from '../../../src/domains/identities/decided-pairs.rules';
import { afterDecision, MOST_BITS_OF_A_DECISION } from '../../../src/domains/identities/decision-lessons.rules';
import type { IdentityDecision } from '../../../src/domains/identities/external-accounts.types';
import type { DecidedPair, IdentityRecord } from '../../../src/domains/identities/identities.types';
import { FIELDS } from '../../../src/domains/identities/match-fields.rules';
import { matchIdentities } from '../../../src/domains/identities/match-identities.rules';
import { initialModel } from '../../../src/domains/identities/model-training.rules';

const decided = (fields: Partial<IdentityDecision>): IdentityDecision =>
  ({
    externalAccountId: 'a',
    personId: 'p',
    action: 'link',
    decidedBy: 'u',
    features: {},
    ...fields,
  }) as IdentityDecision;
const features = { levels: { names: 'given:equal+surname:similar', phone: 'equal' }, capped_bits: 11.5, vetoes: [] };
const lesson = (fields: Partial<DecidedPair>): DecidedPair => ({
  accountId: 'a',
  personId: 'p',
  isSame: true,
  levels: {},
  cappedBits: null,
  ...fields,
});

describe('what the log has to teach', () => {
  test('levels of groups become levels of fields, and a veto takes the bits away', () => {
    expect(decidedPairs([decided({ features })])).toEqual([
      lesson({ levels: { given: 'equal', surname: 'similar', phone: 'equal' }, cappedBits: 11.5 }),
    ]);
    const vetoed = { ...features, vetoes: ['birth_date_differs'] };
    expect(decidedPairs([decided({ features: vetoed })])[0]?.cappedBits).toBeNull();
  });

  test.each<[string, Partial<IdentityDecision>[], boolean[]]>([
    ['nobody has said anything', [{ features, decidedBy: null }], []],
    ['a link by hand that the engine never weighed', [{}], []],
    ['a link of the engine, confirmed', [{ features, decidedBy: null }, { features }], [true]],
    [
      'a link of the engine, taken back',
      [{ features, decidedBy: null }, { action: 'unlink' }, { action: 'reject' }],
      [false],
    ],
    ['taken back without a rejection', [{ features }, { action: 'unlink' }], []],
    ['a person made of the account', [{ action: 'new' }], []],
  ])('%s', (_, log, verdicts) => {
    expect(decidedPairs(log.map(decided)).map(({ isSame }) => isSame)).toEqual(verdicts);
  });
});

describe('one decision', () => {
  const model = initialModel(5_000);
  const bitsOf = (of: typeof model, field: 'surname' | 'birthDate', level: number): number =>
    Math.log2(of.fields[field].m[level]! / of.fields[field].u[level]!);

  test('speaks for what was found when it is one human being, against it when it is two', () => {
    const levels = { birthDate: 'one_edit' };
    const same = afterDecision(model, lesson({ levels }));
    expect(bitsOf(same, 'birthDate', 2)).toBeGreaterThan(bitsOf(model, 'birthDate', 2));
    const other = afterDecision(model, lesson({ levels, isSame: false }));
    expect(bitsOf(other, 'birthDate', 2)).toBeLessThan(bitsOf(model, 'birthDate', 2));
    expect(same.fields.surname).toEqual(model.fields.surname);
  });

  test('moves no weight of any level by more than half a bit, and shares still add up to one', () => {
    for (const isSame of [true, false]) {
      for (const { field, levels } of FIELDS) {
        for (const level of levels) {
          const after = afterDecision(model, lesson({ isSame, levels: { [field]: level } })).fields[field];
          const before = model.fields[field];
          const sum = (shares: readonly number[]): number => shares.reduce((total, share) => total + share, 0);
          expect(sum(after.m)).toBeCloseTo(sum(before.m), 9);
          for (const [place, m] of after.m.entries()) {
            const moved = Math.log2(m / after.u[place]!) - Math.log2(before.m[place]! / before.u[place]!);
            expect(Math.abs(moved)).toBeLessThanOrEqual(MOST_BITS_OF_A_DECISION + 1e-9);
          }
        }
      }
    }
  });

  test('a level without a name, or of another version, teaches nothing', () => {
    expect(afterDecision(model, lesson({ levels: { surname: 'of_old' } }))).toEqual(model);
  });
});

describe('how many bits certainty takes', () => {
  const right = (bits: number, count: number): DecidedPair[] =>
    Array.from({ length: count }, () => lesson({ cappedBits: bits }));
  const wrong = (bits: number): DecidedPair => lesson({ cappedBits: bits, isSame: false });

  test.each<[string, DecidedPair[], number]>([
    ['fewer than 200 decisions say nothing', [...right(12, 150), wrong(11)], 9.96],
    ['no false one above: nothing is asked for beyond the least', [...right(12, 300), wrong(3)], 9.96],
    ['a false one among few: more than it had', [...right(12, 300), wrong(11)], 11],
    ['one in 2,000 at those bits is certain enough', [...right(11, 1_999), wrong(11), ...right(12, 10)], 9.96],
    ['vetoed pairs are no part of it', [...right(12, 300), lesson({ isSame: false })], 9.96],
  ])('%s', (_, lessons, bits) => {
    expect(calibratedBits(lessons, 9.96)).toBeCloseTo(bits, 4);
  });
});

describe('a run that learns', () => {
  const NAMES = ['Benali', 'Kerjean', 'Zabrowski', 'Quemeneur', 'Lindqvarn', 'Desgranvals', 'Ferrandes', 'Hirtzmann'];
  const record = (id: string, number: number, rest: Partial<IdentityRecord> = {}): IdentityRecord => ({
    id,
    givenName: `Ana${String.fromCharCode(97 + (number % 26))}elle`,
    surname: `${NAMES[number % NAMES.length]!}${String.fromCharCode(97 + (number % 23))}`,
    phone: `06${String(10_000_000 + number * 7_919)}`,
    ...rest,
  });
  const numbers = Array.from({ length: 60 }, (_, number) => number);
  const people = numbers.map((number) => record(`p${String(number)}`, number));
  const accounts = numbers.map((number) => record(`a${String(number)}`, number, { phone: null }));
  const run = (lessons: DecidedPair[]) =>
    matchIdentities({ people, accounts, options: { firstRunHold: false, lessons } });
  const confirmed = (count: number, levels: DecidedPair['levels']): DecidedPair[] =>
    numbers
      .slice(0, count)
      .map((number) =>
        lesson({ accountId: `a${String(number)}`, personId: `p${String(number)}`, levels, cappedBits: 5 }),
      );

  test('in lots of twenty, and its version says from how many', () => {
    expect(run(confirmed(19, { surname: 'similar' })).model.version).toBe('1');
    const learned = run(confirmed(59, { surname: 'similar' })).model;
    expect(learned.version).toBe('1+40');
    expect(learned.fields.surname.m[4]).toBeGreaterThan(run([]).model.fields.surname.m[4]!);
    expect(run(confirmed(59, { surname: 'similar' }))).toEqual(run(confirmed(59, { surname: 'similar' })));
  });

  test('not when a confirmed pair would be worth less to it', () => {
    const outcome = run([]).accounts.find(({ accountId }) => accountId === 'a1')!;
    expect(outcome.decision).not.toBe('new');
    const against = confirmed(60, { given: 'different', surname: 'different' });
    const strong = Array.from({ length: 600 }, () => against).flat();
    const { model } = run(strong);
    expect(model.version).toBe('1');
  });
});
