/** Whose figures somebody may see in a report (READINGS H). */
import { isAtLeast } from '../../access/role-grants';
import type { Actor } from '../../access/actor';
import { DomainError } from '../../shared/domain-error';
import type { UtilizationGroup } from './reports.types';

/**
 * By team everybody's figures count. By person: an admin sees all, a manager the people of teams they lead and their
 * reports, a member themself. By project: managers and above. Null means everybody.
 * @throws DomainError forbidden when the role never sees that grouping
 */
export function visiblePeople(
  actor: Actor,
  groupBy: UtilizationGroup,
  peopleLed: ReadonlySet<string>,
): ReadonlySet<string> | null {
  if (groupBy === 'team' || isAtLeast(actor.role, 'admin')) return null;
  if (isAtLeast(actor.role, 'manager')) return groupBy === 'project' ? null : withSelf(actor, peopleLed);
  if (actor.role === 'member' && groupBy === 'person') return withSelf(actor, new Set());
  throw new DomainError('forbidden', `Your role (${actor.role}) sees figures by team only.`);
}

/** The month grid shows everybody to members and above. @throws DomainError forbidden */
export function assertMaySeeGrid(actor: Actor): void {
  if (isAtLeast(actor.role, 'member')) return;
  throw new DomainError('forbidden', `Your role (${actor.role}) sees figures by team only.`);
}

/** The same for the same people: what an answer kept for several callers depends on. */
export function audienceOf(people: ReadonlySet<string> | null): string[] | 'everybody' {
  return people === null ? 'everybody' : [...people].sort();
}

function withSelf(actor: Actor, people: ReadonlySet<string>): ReadonlySet<string> {
  return actor.personId === null ? people : new Set([...people, actor.personId]);
}
