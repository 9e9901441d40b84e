/** Which of many links cannot be made, in the order they are asked for. */
import { expect, test } from '@jest/globals';
import type { ExternalAccount } from '../../../src/domains/identities/external-accounts.types';
import { refusalsOf, type LinkRequest } from '../../../src/domains/identities/link-refusals.rules';

const account = (id: string, fields: Partial<ExternalAccount> = {}): ExternalAccount =>
  ({ id, provider: 'payfit', personId: null, activeFrom: null, activeTo: null, ...fields }) as ExternalAccount;
const request = (accountId: string, personId: string): LinkRequest => ({
  accountId,
  personId,
  reason: null,
  method: 'manual',
});
const codes = (requests: LinkRequest[], accounts: ExternalAccount[], linked: ExternalAccount[] = []) =>
  refusalsOf(requests, {
    stored: new Map(accounts.map((one) => [one.id, one])),
    people: new Set(['p', 'q']),
    linked,
  }).map((refusal) => refusal?.code ?? null);

test('unknown accounts and people', () => {
  expect(codes([request('x', 'p'), request('a', 'nobody')], [account('a')])).toEqual([
    'not_found',
    'reference_not_found',
  ]);
});

test('an account is one person’s: again is fine, another is a conflict, also within the list', () => {
  const held = account('h', { personId: 'p' });
  expect(codes([request('h', 'p'), request('h', 'q')], [held])).toEqual([null, 'conflict']);
  expect(codes([request('a', 'p'), request('a', 'p'), request('a', 'q')], [account('a')])).toEqual([
    null,
    null,
    'conflict',
  ]);
});

test('one account of a provider at a time, stored ones and those of the list', () => {
  const past = account('past', { personId: 'p', activeTo: '2024-12-31' });
  const accounts = [
    account('now', { activeFrom: '2025-01-01' }),
    account('then', { activeFrom: '2024-12-31', activeTo: '2025-06-30' }),
    account('other', { provider: 'gryzzly' }),
  ];
  const requests = ['then', 'now', 'other'].map((id) => request(id, 'p'));
  expect(codes(requests, accounts, [past])).toEqual(['overlapping_span', null, null]);
  expect(codes(requests, accounts)).toEqual([null, 'overlapping_span', null]);
});
