import { expect, test } from '@jest/globals';
import { hashOfApiToken, newApiToken, parseApiToken } from '../../../src/access/api-token';
import { newId } from '../../../src/shared/ids';

test('a token says its organisation and id; two of one id differ', () => {
  const [organizationId, tokenId] = [newId(), newId()];
  const token = newApiToken(organizationId, tokenId);
  expect(parseApiToken(token)).toEqual({ organizationId, tokenId, secretHash: hashOfApiToken(token) });
  expect(newApiToken(organizationId, tokenId)).not.toBe(token);
});

test.each(['', 'pc_', 'pc_x', `pc_${'x'.repeat(85)}`, `pc_${'x'.repeat(87)}`, `pc_${'!'.repeat(86)}`, 'a.b.c'])(
  '%j is no token',
  (text) => {
    expect(parseApiToken(text)).toBeUndefined();
  },
);
