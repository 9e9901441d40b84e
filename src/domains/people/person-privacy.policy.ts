/** Who may see what is private about a person: addresses that are not corporate, and identifiers (READINGS H). */
import type { Actor } from '../../access/actor';
import { isAtLeast } from '../../access/role-grants';

/** Admins, and the person themself. */
export function maySeePrivate(actor: Actor, personId: string): boolean {
  return isAtLeast(actor.role, 'admin') || actor.personId === personId;
}
