import { expect, test } from '@jest/globals';
import { isPermitted, systemActor, type Actor } from '../../../src/access/actor';
import { permissions } from '../../../src/access/permissions';
import { roleGrants, roles } from '../../../src/access/role-grants';
import { scopesGrant, tokenScopes } from '../../../src/access/token-scopes';

test('a permission covers itself, read what reads, write everything', () => {
  for (const permission of permissions) {
    expect(scopesGrant([permission], permission)).toBe(true);
    expect(scopesGrant(['read'], permission)).toBe(permission.endsWith('.read'));
    expect(scopesGrant(['write'], permission)).toBe(true);
    expect(scopesGrant([], permission)).toBe(false);
  }
  expect(scopesGrant(['person.read'], 'person.write')).toBe(false);
});

test('no scope gives what the role has not, and every scope takes what it does not name', () => {
  for (const role of roles) {
    const user: Actor = { ...systemActor('o'), kind: 'user', role };
    for (const permission of permissions) {
      const all = isPermitted({ ...user, kind: 'token', scopes: tokenScopes }, permission);
      expect(all).toBe(roleGrants(role, permission));
      expect(isPermitted({ ...user, kind: 'token', scopes: [] }, permission)).toBe(false);
      expect(isPermitted(user, permission)).toBe(roleGrants(role, permission));
    }
  }
});
