/** What every report says about itself. */
import { expect, test } from '@jest/globals';
import { frameFacts } from '../../../src/domains/reports/report-words.rules';

const frame = { computed_at: '2027-02-01T08:00:59.000Z', definition_version: 1 };

test('when it was computed, by which definitions', () => {
  expect(frameFacts(frame).map(({ value }) => value)).toEqual([
    { en: '2027-02-01 08:00 UTC', fr: '01/02/2027 08:00 UTC' },
    '1',
  ]);
});

test('and how old its oldest figures are, in whole minutes, where they are being recomputed', () => {
  expect(frameFacts({ ...frame, stale_seconds: 61 }).at(-1)?.value).toEqual({
    en: 'some figures are 2 min old',
    fr: 'certains chiffres datent de 2 min',
  });
});
