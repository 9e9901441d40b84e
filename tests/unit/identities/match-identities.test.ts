/** MATCHING F, G, H: what becomes of an account. */
import { describe, expect, test } from '@jest/globals';
import type { AccountOutcome, IdentityRecord, MatchInput } from '../../../src/domains/identities/identities.types';
import { matchIdentities } from '../../../src/domains/identities/match-identities.rules';
import { prepareMatching } from '../../../src/domains/identities/prepare-matching.rules';
import { toEnd } from '../../../src/shared/in-steps';

const person = (
  id: string,
  givenName: string,
  surname: string,
  rest: Partial<IdentityRecord> = {},
): IdentityRecord => ({
  id,
  givenName,
  surname,
  ...rest,
});
const mail = (...emails: string[]): Partial<IdentityRecord> => ({ emails });

/** Somebody to be among; three of them make acme.fr the organisation's domain. */
const colleagues = [
  person('c1', 'Nadia', 'Benali', mail('nadia.benali@acme.fr')),
  person('c2', 'Hugo', 'Kerjean', mail('hugo.kerjean@acme.fr')),
  person('c3', 'Ines', 'Zabrowski', mail('ines.zabrowski@acme.fr')),
];
const ZOE = { birthDate: '1985-07-19', ...mail('zoe.quemeneur@acme.fr') };
const AT_HOME = mail('zq85@gmail.com');
const zoe = person('p1', 'Zoé', 'Quémeneur', { ...ZOE, emails: [...ZOE.emails!, ...AT_HOME.emails!] });

function match(account: IdentityRecord, rest: Partial<MatchInput> = {}): AccountOutcome {
  const input = { people: [zoe, ...colleagues], accounts: [account], options: { firstRunHold: false }, ...rest };
  return matchIdentities(input).accounts.find(({ accountId }) => accountId === account.id)!;
}
const account = (rest: Partial<IdentityRecord>): IdentityRecord => person('a1', 'ZOE', 'QUEMENEUR', rest);

describe('automatic links', () => {
  test('two identifiers and the names are certain', () => {
    expect(match(account(ZOE))).toMatchObject({
      decision: 'auto',
      decisive: 'certain',
      candidates: [{ personId: 'p1' }],
    });
  });

  test('one identifier and rare names are certain; it is told which would be', () => {
    expect(match(account(mail('zoe.quemeneur@acme.fr')))).toMatchObject({ decision: 'auto' });
    const without = match(account({}));
    expect(without).toMatchObject({ decision: 'suggest', decisive: 'no_equal_identifier' });
    expect(without.wouldMakeCertain).toEqual(['equal_email', 'equal_matricule', 'equal_phone']);
  });

  test('one group alone is never enough', () => {
    const outcome = match({ id: 'a1', ...mail('zoe.quemeneur@acme.fr') });
    expect(outcome).toMatchObject({ decision: 'suggest', decisive: 'names_do_not_agree' });
    expect(outcome.candidates[0]!.cappedBits).toBeLessThanOrEqual(1);
  });

  test('names of another human being on a shared mailbox are a veto', () => {
    const outcome = match(person('a1', 'Bertrand', 'Fouquet', ZOE));
    expect(outcome.candidates[0]).toMatchObject({ personId: 'p1', vetoes: ['names_differ_on_shared_mailbox'] });
    expect(outcome.decision).toBe('suggest');
  });

  test('twins are never taken for one another', () => {
    const twin = person('a1', 'Zoa', 'Quémeneur', { birthDate: ZOE.birthDate, phone: '0612345678' });
    expect(match(twin, { people: [{ ...zoe, phone: '0612345678' }, ...colleagues] }).decision).not.toBe('auto');
  });
});

describe('vetoes', () => {
  test.each<[string, Partial<IdentityRecord>, Partial<IdentityRecord>, string]>([
    ['birth date', { birthDate: '1985-07-18' }, {}, 'birth_date_differs'],
    ['matricule', { matricule: '7', legalEntity: 'A' }, { matricule: '8', legalEntity: 'A' }, 'matricule_differs'],
    ['mailboxes', mail('zq@acme.fr'), {}, 'organization_mailboxes_differ'],
    ['leaving', { startDate: '2024-03-02' }, { endDate: '2024-01-01' }, 'starts_after_leaving'],
  ])('%s', (_, ofAccount, ofPerson, veto) => {
    const outcome = match(account({ ...ZOE, ...ofAccount }), { people: [{ ...zoe, ...ofPerson }, ...colleagues] });
    expect(outcome).toMatchObject({ decision: 'suggest', decisive: 'veto', candidates: [{ vetoes: [veto] }] });
  });

  test('a matricule of another legal entity says nothing', () => {
    const people = [{ ...zoe, matricule: '8', legalEntity: 'B' }, ...colleagues];
    const outcome = match(account({ ...ZOE, matricule: '7', legalEntity: 'A' }), { people });
    expect(outcome.decision).toBe('auto');
    expect(outcome.candidates[0]!.evidence.map(({ group }) => group)).not.toContain('matricule');
  });

  test('sixty days after leaving are not too late, and a role mailbox is nobody’s', () => {
    const people = [{ ...zoe, endDate: '2024-01-01' }, ...colleagues];
    expect(match(account({ ...ZOE, startDate: '2024-03-01' }), { people }).decision).toBe('auto');
    expect(match(account({ birthDate: ZOE.birthDate, ...mail('rh@acme.fr') })).candidates[0]!.vetoes).toEqual([]);
  });
});

describe('one person, several accounts', () => {
  const twice = [account(ZOE), { ...account({ ...ZOE, ...AT_HOME }), id: 'a2' }];

  test('at the same time they keep each other from being linked', () => {
    expect(match(twice[0]!, { accounts: twice })).toMatchObject({ decisive: 'another_account_is_as_close' });
  });

  test('one after the other both are linked', () => {
    const rehired = [
      { ...twice[0]!, startDate: '2019-01-01', endDate: '2021-06-30' },
      { ...twice[1]!, startDate: '2023-01-01' },
    ];
    const decisions = matchIdentities({
      people: [zoe, ...colleagues],
      accounts: rehired,
      options: { firstRunHold: false },
    });
    expect(decisions.accounts.map(({ decision }) => decision)).toEqual(['auto', 'auto']);
  });

  test('a link of another account at the same time is a veto, an earlier one is not', () => {
    const links = [{ accountId: 'a0', personId: 'p1', origin: 'person', endDate: '2020-12-31' } as const];
    const linked = { ...account({ startDate: '2020-06-01' }), id: 'a1', ...ZOE };
    expect(match(linked, { links }).candidates[0]!.vetoes).toEqual(['person_already_linked']);
    expect(match({ ...linked, startDate: '2021-01-01' }, { links }).decision).toBe('auto');
  });
});

describe('what is remembered', () => {
  test('a link is the anchor, and is re-examined when its evidence is gone', () => {
    const link = { accountId: 'a1', personId: 'c1', origin: 'automatic' } as const;
    const outcome = match(account(ZOE), { links: [link] });
    expect(outcome).toMatchObject({ decision: 'auto', decisive: 'linked_already', reexamine: true });
    expect(outcome.candidates.map(({ personId }) => personId)).toEqual(['c1']);
    const right = [{ ...link, personId: 'p1' }];
    expect(match(account(ZOE), { links: right }).reexamine).toBe(false);
    const shared = [account(ZOE), { ...account({}), id: 'a2', ...mail('zoe.quemeneur@acme.fr') }];
    const people = [{ ...zoe, birthDate: null }, ...colleagues];
    expect(match(account(ZOE), { links: right, accounts: shared, people }).reexamine).toBe(true);
  });

  test('a confirmed pair stays, a rejected one comes back with 5 bits more and as a suggestion only', () => {
    const confirmed = [{ accountId: 'a1', personId: 'c2', verdict: 'confirmed', bits: -9 } as const];
    expect(match(account(ZOE), { decisions: confirmed })).toMatchObject({
      decisive: 'confirmed_before',
      candidates: [{ personId: 'c2' }],
    });
    const { totalBits } = match(account(ZOE)).candidates[0]!;
    const rejectedAt = (bits: number): AccountOutcome =>
      match(account(ZOE), { decisions: [{ accountId: 'a1', personId: 'p1', verdict: 'rejected', bits }] });
    expect(rejectedAt(totalBits - 4.9)).toMatchObject({ decision: 'new', candidates: [] });
    expect(rejectedAt(totalBits - 5.1)).toMatchObject({
      decision: 'suggest',
      candidates: [{ vetoes: ['rejected_before'] }],
    });
  });

  test('a first run of many links is held, and one that is a fifth off the last', () => {
    const people = Array.from({ length: 60 }, (_, i) =>
      person(`p${i}`, 'Zoé', `Quem${'abcdefghij'[i % 10]!}${i}`, mail(`z${i}@acme.fr`)),
    );
    const accounts = people.map((each) => ({ ...each, id: `a${each.id}`, matricule: each.id, legalEntity: 'x' }));
    const both = people.map((each) => ({ ...each, matricule: each.id, legalEntity: 'x' }));
    const holdOf = (options: MatchInput['options']): string | null =>
      matchIdentities({ people: both, accounts, options }).hold;
    expect(holdOf({ firstRunHold: true })).toBe('first_run');
    expect(holdOf({ firstRunHold: false })).toBeNull();
    expect(holdOf({ firstRunHold: true, previousLinks: 40 })).toBe('unusual_count');
    expect(holdOf({ firstRunHold: true, previousLinks: 55 })).toBeNull();
  });
});

describe('one account more', () => {
  test('is decided as if it had been among the others', () => {
    const input = { people: [zoe, ...colleagues], accounts: [], options: { firstRunHold: false } };
    const prepared = toEnd(prepareMatching(input));
    expect(prepared.matchOne(account(ZOE))).toMatchObject({ decision: 'auto', candidates: [{ personId: 'p1' }] });
    expect(prepared.matchOne(person('a2', 'Bertrand', 'Fouquet'))).toMatchObject({
      decision: 'new',
      decisive: 'nobody_is_likely',
    });
  });

  test('an account that is not linked competes with it', () => {
    const input = { people: [zoe, ...colleagues], accounts: [account(ZOE)], options: { firstRunHold: false } };
    const outcome = toEnd(prepareMatching(input)).matchOne({ ...account({ ...ZOE, ...AT_HOME }), id: 'a2' });
    expect(outcome).toMatchObject({ decision: 'suggest', decisive: 'another_account_is_as_close' });
  });

  test('a mailbox, phone or matricule of both at the same time says nothing', () => {
    const rest = { ...ZOE, phone: '0612345678', matricule: '7', legalEntity: 'A' };
    const people = [{ ...zoe, ...rest }, ...colleagues];
    const input = { people, accounts: [account(rest)], options: { firstRunHold: false } };
    const outcome = toEnd(prepareMatching(input)).matchOne({ ...account(rest), id: 'a2' });
    expect(outcome.candidates[0]!.evidence.map(({ group }) => group)).toEqual(['names', 'birth_date']);
  });
});

describe('managers', () => {
  const boss = person('c1', 'Nadia', 'Benali', { ...mail('nadia.benali@acme.fr'), birthDate: '1971-02-03' });
  const people = [{ ...zoe, managerEmail: 'nadia.benali@acme.fr' }, boss, ...colleagues.slice(1)];
  const managed = account({ managerEmail: 'NB@tool.io' });
  const managerOf = (accounts: IdentityRecord[]): string | undefined =>
    match(managed, { people, accounts }).candidates[0]!.evidence.find(({ group }) => group === 'manager_team')?.level;

  test('are followed to the person their own account was linked to', () => {
    const own = person('a9', 'Nadia', 'Benali', {
      ...mail('nadia.benali@acme.fr', 'nb@tool.io'),
      birthDate: '1971-02-03',
    });
    expect(managerOf([managed, own])).toBe('manager:equal');
    expect(managerOf([managed])).toBe('manager:different');
  });

  test('may be known by any of their addresses in the file', () => {
    const twoAddresses = [
      { ...zoe, managerEmail: 'nb@tool.io' },
      { ...boss, ...mail('nadia.benali@acme.fr', 'nb@tool.io') },
    ];
    const outcome = match(account({ managerEmail: 'nadia.benali@acme.fr' }), { people: twoAddresses });
    expect(outcome.candidates[0]!.evidence).toContainEqual(expect.objectContaining({ level: 'manager:equal' }));
  });
});

test('evidence adds up, and says no value', () => {
  const [candidate] = match(account({ ...ZOE, phone: '0612345678' })).candidates;
  const sum = candidate!.evidence.reduce((total, { bits }) => total + bits, candidate!.priorBits);
  expect(sum).toBeCloseTo(candidate!.totalBits, 9);
  expect(candidate!.evidence).toContainEqual(
    expect.objectContaining({
      group: 'birth_date',
      level: 'equal',
      strength: 'strong',
      words: 'birth dates are equal',
    }),
  );
  expect(JSON.stringify(candidate!.evidence)).not.toMatch(/quemeneur|1985/i);
});

test('two records with one id are refused', () => {
  expect(() => match(account({}), { people: [zoe, zoe] })).toThrow('two records have the id p1');
});
