/** Who may see, write and decide whose absences (READINGS H and 21). */
import type { Actor } from '../../access/actor';
import { isAtLeast } from '../../access/role-grants';
import { DomainError } from '../../shared/domain-error';
import type { Absence, AbsenceFields } from './absences.types';

/** The actor with the people they lead, and whether the organisation shows types to everybody. */
export interface AbsenceAudience {
  actor: Actor;
  peopleLed: ReadonlySet<string>;
  typesAreOpen: boolean;
}

/** A decider is an admin, or a manager for the people they lead; a manager never decides about their own leave. */
export function mayDecide({ actor, peopleLed }: AbsenceAudience, personId: string): boolean {
  if (isAtLeast(actor.role, 'admin')) return true;
  return isAtLeast(actor.role, 'manager') && peopleLed.has(personId) && !isOwn(actor, personId);
}

/** The type is for those who may see the reason, and for everybody where the organisation says so. */
export function maySeeType(audience: AbsenceAudience, personId: string): boolean {
  return audience.typesAreOpen || maySeeReason(audience, personId);
}

/** Type and notes are for the person themself and for those who decide; others see that and when somebody is away. */
export function maySeeReason(audience: AbsenceAudience, personId: string): boolean {
  return isOwn(audience.actor, personId) || mayDecide(audience, personId);
}

/**
 * A decider writes what they like. Others request for themselves, change what is not decided yet, and cancel.
 * @throws DomainError forbidden
 */
export function assertMayWrite(
  audience: AbsenceAudience,
  { before, after }: { before: Absence | null; after: AbsenceFields | null },
): void {
  const personIds = [before?.personId, after?.personId].filter((id) => id !== undefined);
  if (personIds.every((id) => mayDecide(audience, id))) return;
  if (!personIds.every((id) => isOwn(audience.actor, id))) {
    throw forbidden('You may write absences only for yourself and the people you lead.');
  }
  if (before === null) {
    if (after?.status !== 'requested') throw forbidden('Your own absence starts as a request.');
    return;
  }
  if (after !== null && isCancellation(before, after)) return;
  if (before.status !== 'requested') throw forbidden('This absence is decided; you may cancel it.');
  if (after !== null && after.status !== 'requested') throw forbidden('You may not decide your own absence.');
}

function isOwn(actor: Actor, personId: string): boolean {
  return actor.personId !== null && actor.personId === personId;
}

/** Only the status moves, from a live one to cancelled. */
function isCancellation(before: Absence, after: AbsenceFields): boolean {
  const { status, ...rest } = after;
  const unchanged = Object.entries(rest).every(([key, value]) => before[key as keyof AbsenceFields] === value);
  return unchanged && status === 'cancelled' && before.status !== 'declined';
}

function forbidden(message: string): DomainError {
  return new DomainError('forbidden', message);
}
