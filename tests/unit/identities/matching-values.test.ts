/** MATCHING A: values in the form in which they are compared. */
import { describe, expect, test } from '@jest/globals';
import {
  birthDateText,
  mailbox,
  matriculeText,
  phoneDigits,
} from '../../../src/domains/identities/contact-values.rules';
import { frenchPhoneticKey } from '../../../src/domains/identities/french-phonetics.rules';
import { nameReadings } from '../../../src/domains/identities/names.rules';
import { plainText } from '../../../src/domains/identities/plain-text.rules';

describe('text', () => {
  test.each([
    ['Lefèvre-D’Ormesson', 'lefevre d ormesson'],
    ["L'ÉCUYER  ", 'l ecuyer'],
    ['Straße', 'strasse'],
    ['Łukasz Ångström', 'lukasz angstrom'],
    ['ﬁancé', 'fiance'],
    ['Ｊｅａｎ', 'jean'],
    ['Œuvre', 'oeuvre'],
    ['Юрий', 'yurii'],
    ['e\u0301te\u0301', 'ete'],
    ['--', ''],
    [null, ''],
    [undefined, ''],
  ])('%j is %j', (value, plain) => {
    expect(plainText(value)).toBe(plain);
  });
});

describe('names', () => {
  const read = (record: Parameters<typeof nameReadings>[0]): string[] =>
    nameReadings(record).map(({ given, surname }) => `${given}/${surname}`);

  test('columns are read as they stand, without forms of address', () => {
    expect(read({ id: '1', givenName: 'Mme Anne-Marie', surname: 'DUPONT' })).toEqual(['anne marie/dupont']);
  });

  test('the surname of birth is a second value of the surname', () => {
    expect(read({ id: '1', givenName: 'Anne', surname: 'Dupont', birthName: 'Martin' })).toEqual([
      'anne/dupont',
      'anne/martin',
    ]);
    expect(read({ id: '1', birthName: 'Martin' })).toEqual(['/martin']);
  });

  test('a run of capitals in a mixed name is the surname', () => {
    expect(read({ id: '1', fullName: 'DUPONT Jean' })).toEqual(['jean/dupont']);
    expect(read({ id: '1', fullName: 'M. Jean-Pierre DE LA TOUR' })).toEqual(['jean pierre/de la tour']);
    expect(read({ id: '1', fullName: 'Jean D’ARC' })).toEqual(['jean/d arc']);
  });

  test('else every split in both orders', () => {
    expect(read({ id: '1', fullName: 'Jean Dupont' })).toEqual(['jean/dupont', 'dupont/jean']);
    expect(read({ id: '1', fullName: 'JEAN DUPONT' })).toEqual(['jean/dupont', 'dupont/jean']);
    expect(read({ id: '1', fullName: 'Jean Pierre Dupont' })).toHaveLength(4);
    expect(read({ id: '1', fullName: 'Dupont' })).toEqual(['/dupont', 'dupont/']);
    expect(read({ id: '1' })).toEqual([]);
  });
});

describe('identifiers', () => {
  test.each([
    ['Jean.Dupont+rh@ACME.fr', 'jean.dupont@acme.fr', false, false],
    [' contact@acme.fr', 'contact@acme.fr', true, false],
    ['jd@Gmail.com', 'jd@gmail.com', false, true],
    ['no-reply@acme.fr', 'no-reply@acme.fr', true, false],
  ])('mailbox %j', (value, address, isRole, isFreeMail) => {
    expect(mailbox(value)).toMatchObject({ address, isRole, isFreeMail });
  });

  test.each(['', 'acme.fr', '@acme.fr', 'jean@', 'jean dupont@acme.fr', '+tag@acme.fr'])(
    '%j is no mailbox',
    (value) => {
      expect(mailbox(value)).toBeNull();
    },
  );

  test.each([
    ['+33 6 12 34 56 78', '612345678'],
    ['06.12.34.56.78', '612345678'],
    ['0033612345678', '612345678'],
    ['12', ''],
    [null, ''],
  ])('phone %j is %j', (value, digits) => {
    expect(phoneDigits(value)).toBe(digits);
  });

  test.each([
    [' 00 42a', '42A'],
    ['42A', '42A'],
    ['000', ''],
    [undefined, ''],
  ])('matricule %j is %j', (value, text) => {
    expect(matriculeText(value)).toBe(text);
  });

  test.each([
    ['1980-03-04', '19800304'],
    ['1960-02-39', '19600239'],
    ['1900-01-01', ''],
    ['1970-01-01', ''],
    ['in 1980', 'in 1980'],
    ['', ''],
  ])('birth date %j is %j', (value, text) => {
    expect(birthDateText(value)).toBe(text);
  });
});

describe('sounds', () => {
  test.each([
    ['gauthier', 'gautier', 'gaultier'],
    ['lefevre', 'lefebvre'],
    ['dupont', 'dupond'],
    ['renaud', 'renault', 'renaut'],
    ['philippe', 'filipe'],
    ['meunier', 'meusnier'],
    ['schmitt', 'schmidt'],
    ['rousseau', 'rousso'],
    ['hebert', 'ebert'],
  ])('%s sounds like %s', (...alike) => {
    expect(new Set(alike.map(frenchPhoneticKey)).size).toBe(1);
  });

  test('what sounds different has another key', () => {
    const names = ['martin', 'dupont', 'leroy', 'garnier', 'blanc', 'girard', 'guerin', 'moreau', 'petit', 'simon'];
    expect(new Set(names.map(frenchPhoneticKey)).size).toBe(names.length);
    expect(frenchPhoneticKey('')).toBe('');
  });
});
