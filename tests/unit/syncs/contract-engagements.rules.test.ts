/** Contracts of HR as engagements: types, hours, and the ends of archived contracts. */
import { expect, test } from '@jest/globals';
import type { Engagement } from '../../../src/domains/engagements/engagements.types';
import { saysEnd, wantedEngagement, type ContractContext } from '../../../src/domains/syncs/contract-engagements.rules';
import type { MirrorRecord } from '../../../src/domains/syncs/mirror-records.types';

const contract = (fields: object, externalId = 'k-1'): MirrorRecord =>
  ({
    externalId,
    ownerExternalId: 'c-1',
    fields: {
      status: 'ACTIVE',
      startDate: '2024-01-15',
      endDate: null,
      weeklyHours: null,
      natureCode: null,
      engagementType: 'employee',
      ...fields,
    },
  }) as unknown as MirrorRecord;
const context = (changes: Partial<ContractContext> = {}): ContractContext => ({
  today: '2026-11-25',
  personOf: () => 'p-1',
  siblings: [],
  accounts: new Map(),
  ...changes,
});
const account = (terminationDate: string | null) =>
  new Map([['c-1', { fields: { terminationDate } } as unknown as MirrorRecord]]);
const ended = (endDate: string | null) => ({ endDate }) as Engagement;
const archived = contract({ status: 'ARCHIVED' });
const next = contract({ startDate: '2025-03-01' }, 'k-2');

test.each<[string, MirrorRecord, Engagement | null, Partial<ContractContext>, string | null, boolean]>([
  ['open', contract({}), null, { accounts: account('2026-01-31') }, null, true],
  ['its own end', contract({ status: 'ARCHIVED', endDate: '2026-06-30' }), null, {}, '2026-06-30', true],
  ['the eve of the next contract', archived, null, { siblings: [archived, next] }, '2025-02-28', true],
  ['the last day of the account', archived, null, { accounts: account('2026-01-31') }, '2026-01-31', true],
  ['the day it is first read as archived', archived, null, { accounts: account(null) }, '2026-11-25', false],
  ['… also where it was open here', archived, ended(null), {}, '2026-11-25', false],
  ['the day that was taken before', archived, ended('2026-11-02'), {}, '2026-11-02', false],
  ['never before the start', contract({ status: 'ARCHIVED', startDate: '2027-01-01' }), null, {}, '2027-01-01', false],
])('end: %s', (_, record, before, changes, endDate, said) => {
  expect(wantedEngagement({ record, personId: 'p-1', before }, context(changes)).endDate).toBe(endDate);
  expect(saysEnd(record, context(changes))).toBe(said);
});

test('a next contract of somebody else says nothing', () => {
  const siblings = [{ ...next, ownerExternalId: 'c-2' }];
  expect(saysEnd(archived, context({ siblings }))).toBe(false);
});

test.each([
  [{ natureCode: '80' }, 'mandataire', null],
  [{ engagementType: 'contractor', weeklyHours: 17.5 }, 'contractor', 1_050],
  [{ engagementType: 'intern', weeklyHours: 35 }, 'employee', 2_100],
])('%j: %s of %s minutes a week', (fields, type, weeklyMinutesDefault) => {
  const wanted = wantedEngagement({ record: contract(fields), personId: 'p-1', before: null }, context());
  expect(wanted).toMatchObject({ type, weeklyMinutesDefault, personId: 'p-1', startDate: '2024-01-15' });
});
