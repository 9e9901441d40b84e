/** Whatever a title holds, the name of the file is harmless. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fileNameOf, slugOf } from '../../../src/rendering/file-name.rules';

test.each([
  ['Taux d’occupation par équipe', 'taux-d-occupation-par-equipe'],
  ['../../etc/passwd', 'etc-passwd'],
  ['a"; filename="b.exe\r\nX-Evil: 1', 'a-filename-b-exe-x-evil-1'],
  ['Œuvre ﬁn', 'uvre-fin'],
  ['中文', 'report'],
  ['', 'report'],
])('%j becomes %s', (text, slug) => {
  expect(slugOf(text)).toBe(slug);
});

test('any text becomes letters, digits and dashes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(slugOf(text)).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/);
    }),
  );
});

test('title, dates and extension', () => {
  const table = { title: { en: 'Overbookings', fr: 'Surcharges' }, period: { from: '2027-02-01', to: '2027-02-07' } };
  expect(fileNameOf(table, 'fr', 'csv')).toBe('surcharges_2027-02-01_2027-02-07.csv');
});
