/** Checks the ids that a body refers to, before anything is written. */
import { DomainError } from '../shared/domain-error';
import type { UnitOfWork } from './unit-of-work';

/** An id in a body and where it stands there. */
export interface Reference {
  id: string | null | undefined;
  pointer: string;
}

/**
 * One statement for all ids of one table, whether they are known, unknown or of another organisation. What is found stays
 * as it is until the transaction ends, so that a project is not deleted while it is booked.
 * @throws DomainError reference_not_found with one entry per id that is not a live record of this organisation
 */
export async function assertReferences(
  uow: UnitOfWork,
  table: 'people' | 'projects' | 'epics' | 'tasks' | 'teams' | 'calendars' | 'work_patterns' | 'benefit_types',
  references: readonly Reference[],
): Promise<void> {
  const given = references.filter(isGiven);
  if (given.length === 0) return;
  const query = uow
    .trx(table)
    .where('organization_id', uow.organizationId)
    .whereNull('deleted_at')
    .whereIn('id', idsOf(given))
    .orderBy('id');
  // People are locked by changePlan, in the one order that keeps writers from waiting for each other in a circle.
  if (table !== 'people') void query.forShare();
  const rows = await query.select<{ id: string }[]>('id');
  assertKnown(
    given,
    rows.map((row) => row.id),
  );
}

/**
 * The same for a booking, with what it will lock anyway, in one statement: projects are held for share, then people are locked in id
 * order, as `changePlan` does. @throws DomainError reference_not_found with one entry per id that is no live record of this organisation
 */
export async function holdBookingReferences(
  uow: UnitOfWork,
  { people, projects }: { people: readonly Reference[]; projects: readonly Reference[] },
): Promise<void> {
  const [givenPeople, givenProjects] = [people.filter(isGiven), projects.filter(isGiven)];
  const bindings = {
    organization: uow.organizationId,
    people: idsOf(givenPeople),
    projects: idsOf(givenProjects),
  };
  const { rows } = await uow.trx
    .raw<{ rows: { projects: string[]; people: string[] }[] }>(HOLD_BOOKING, bindings)
    .options({ name: 'hold-booking' });
  assertKnown([...givenPeople, ...givenProjects], [...(rows[0]?.people ?? []), ...(rows[0]?.projects ?? [])]);
}

/** The first column is worked out before the second. Deleted people are locked too: they are refused when the lock is got. */
const HOLD_BOOKING = `
  with project as materialized (
    select id from projects
    where organization_id = :organization and deleted_at is null and id = any(cast(:projects as uuid[])) order by id for share),
  person as materialized (
    select id, deleted_at from people
    where organization_id = :organization and id = any(cast(:people as uuid[])) order by id for no key update)
  select array(select id::text from project) as projects, array(select id::text from person where deleted_at is null) as people`;

type GivenReference = Reference & { id: string };

function isGiven(reference: Reference): reference is GivenReference {
  return typeof reference.id === 'string';
}

function idsOf(references: readonly GivenReference[]): string[] {
  return [...new Set(references.map(({ id }) => id))];
}

function assertKnown(given: readonly GivenReference[], found: readonly string[]): void {
  const known = new Set(found);
  const errors = given
    .filter((reference) => !known.has(reference.id))
    .map((reference) => ({ pointer: reference.pointer, code: 'reference_not_found', message: 'no such record' }));
  if (errors.length === 0) return;
  throw new DomainError('reference_not_found', `${errors.map((error) => error.pointer).join(', ')}: no such record`, {
    errors,
  });
}
