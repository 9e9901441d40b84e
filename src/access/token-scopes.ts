/** What an API token may be good for: single permissions, `read` for all that read, `write` for all that its maker may. */
import { permissions, type Permission } from './permissions';

export const tokenScopes = ['read', 'write', ...permissions] as const;

export type TokenScope = (typeof tokenScopes)[number];

/** True when one of the scopes covers the permission. @example scopesGrant(['read'], 'person.read'), not 'person.write' */
export function scopesGrant(scopes: readonly TokenScope[], permission: Permission): boolean {
  return (
    scopes.includes('write') || scopes.includes(permission) || (scopes.includes('read') && permission.endsWith('.read'))
  );
}
