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
 * as it is until the transaction ends, so that a project is not deleted while it is booked; people are not erased until then.
 * @throws DomainError reference_not_found with one entry per id that is not a live record of this organisation, conflict for who was erased
 */
export async function assertReferences(
  uow: UnitOfWork,
  table: 'people' | 'projects' | 'epics' | 'tasks' | 'teams' | 'calendars' | 'work_patterns' | 'benefit_types',
  references: readonly Reference[],
): Promise<void> {
  const given = references.filter(isGiven);
  if (given.length === 0) return;
  if (table === 'people') {
    await assertPeople(uow, given);
    return;
  }
  const query = uow
    .trx(table)
    .where('organization_id', uow.organizationId)
    .whereNull('deleted_at')
    .whereIn('id', idsOf(given))
    .orderBy('id')
    .forShare();
  const rows = await query.select<{ id: string }[]>('id');
  assertKnown(
    given,
    rows.map((row) => row.id),
  );
}

/**
 * The same for a booking, with what it will lock anyway, in one statement: projects are held for share, then people are locked in id
 * order, as `changePlan` does.
 * @throws DomainError reference_not_found with one entry per id that is no live record of this organisation, conflict for who was erased
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
    .raw<{ rows: { projects: string[]; people: string[]; erased: string[] }[] }>(HOLD_BOOKING, bindings)
    .options({ name: 'hold-booking' });
  assertKnown([...givenPeople, ...givenProjects], [...(rows[0]?.people ?? []), ...(rows[0]?.projects ?? [])]);
  assertNone(rows[0]?.erased ?? []);
}

/** The first column is worked out before the second. Deleted people are locked too: they are refused when the lock is got. */
const HOLD_BOOKING = `
  with project as materialized (
    select id from projects
    where organization_id = :organization and deleted_at is null and id = any(cast(:projects as uuid[])) order by id for share),
  person as materialized (
    select id, deleted_at, erased_at from people
    where organization_id = :organization and id = any(cast(:people as uuid[])) order by id for no key update)
  select array(select id::text from project) as projects, array(select id::text from person where deleted_at is null) as people,
    array(select id::text from person where erased_at is not null) as erased`;

/**
 * Nothing that says who somebody is comes back once they were erased: call it before anything is written about people who exist.
 * They are not erased until the transaction ends; an erasure under way is waited for. Rows about them are held as a foreign key would,
 * since `changePlan` locks people, in the one order that keeps writers from waiting for each other in a circle.
 * @throws DomainError conflict
 */
export async function assertNotErased(uow: UnitOfWork, personIds: readonly string[]): Promise<void> {
  const rows = await holdPeople(uow, personIds);
  assertNone(rows.filter((row) => row.erased_at !== null).map((row) => row.id));
}

async function assertPeople(uow: UnitOfWork, given: readonly GivenReference[]): Promise<void> {
  const rows = await holdPeople(uow, idsOf(given));
  const live = rows.filter((row) => row.deleted_at === null);
  assertKnown(
    given,
    live.map((row) => row.id),
  );
  assertNone(live.filter((row) => row.erased_at !== null).map((row) => row.id));
}

interface HeldPerson {
  id: string;
  deleted_at: Date | null;
  erased_at: Date | null;
}

async function holdPeople(uow: UnitOfWork, ids: readonly string[]): Promise<HeldPerson[]> {
  return uow
    .trx('people')
    .where('organization_id', uow.organizationId)
    .whereIn('id', [...ids])
    .orderBy('id')
    .forKeyShare()
    .select<HeldPerson[]>('id', 'deleted_at', 'erased_at');
}

function assertNone(erased: readonly string[]): void {
  const [personId] = erased;
  if (personId === undefined) return;
  const message = 'This person was erased: nothing is written about them any more.';
  throw new DomainError('conflict', message, { obstacle: 'erased', person_id: personId });
}

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
