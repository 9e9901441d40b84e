/** Makes people with everything that says who they are, all of them in one change of the plan. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { addDays } from '../../shared/calendar-dates';
import { newId } from '../../shared/ids';
import { changePlan } from '../capacity/change-plan.command';
import { shareWorkweek } from '../organizations/share-workweek.query';
import { followDefaultCalendar } from './follow-default-calendar.command';
import { PersonRepository } from './people.repository';
import type { PersonSource } from './people.types';
import type { PersonEmail } from './person-contacts.types';
import { PersonEmailRepository } from './person-emails.repository';
import { PersonIdentifierRepository } from './person-identifiers.repository';

/** How far back a new person's weeks are made ready, in days. */
const DAYS_BEHIND = 26 * 7;

export interface PersonToCreate {
  fullName: string;
  active: boolean;
  source: PersonSource;
  /** The first becomes the primary one. Lower case, without repeats. */
  emails: readonly { address: string; kind: PersonEmail['kind'] }[];
  /** Left out where another person has it already: the number is not taken away from them. */
  matricule: string | null;
}

type Numbered = PersonToCreate & { id: string };

/** Their ids, in order. Nothing counts as edited by hand, so the provider's next word about them still goes in. */
export async function createPeople(uow: UnitOfWork, facts: readonly PersonToCreate[]): Promise<string[]> {
  if (facts.length === 0) return [];
  await shareWorkweek(uow);
  const people = facts.map((one) => ({ ...one, id: newId() }));
  const from = addDays(uow.now.toISOString().slice(0, 10), -DAYS_BEHIND);
  const scope = { personIds: people.map(({ id }) => id), from, to: null, reason: 'person.created' as const };
  const options = { onConflict: 'report', conflictReason: null } as const;
  const { result } = await changePlan(uow, { scope, options }, () => insertPeople(uow, people));
  for (const person of result) {
    const entity = { entityType: 'person', entityId: person.id };
    uow.audit({ event: 'person.created', ...entity, before: null, after: person });
    uow.emit({ type: 'person.created', ...entity, version: person.version });
  }
  return people.map(({ id }) => id);
}

async function insertPeople(uow: UnitOfWork, people: readonly Numbered[]) {
  const place = [uow.trx, uow.organizationId] as const;
  const nothing = { managerId: null, costCenter: null, location: null, weeklyMinutesDefault: null };
  const stored = await new PersonRepository(...place).insertMany(
    people.map(({ id, fullName, active, source }) => ({ id, fullName, active, source, ...nothing })),
  );
  await new PersonEmailRepository(...place).insertMany(people.flatMap(emailsOf));
  await new PersonIdentifierRepository(...place).insertMany(await identifiersOf(uow, people));
  await followDefaultCalendar(
    uow,
    people.map(({ id }) => id),
  );
  return stored;
}

function emailsOf({ id, emails, source }: Numbered) {
  return emails.map(({ address, kind }, index) => ({
    personId: id,
    email: address,
    kind,
    isPrimary: index === 0,
    verified: false,
    source,
  }));
}

/** The first of several with one number gets it. person_identifiers_key tells which are taken. */
async function identifiersOf(uow: UnitOfWork, people: readonly Numbered[]) {
  const numbers = people.map(({ matricule }) => matricule).filter((one) => one !== null);
  const rows = await uow
    .trx('person_identifiers')
    .where({ organization_id: uow.organizationId, id_type: 'matricule' })
    .whereIn('id_value', numbers)
    .whereNull('deleted_at')
    .select<{ id_value: string }[]>('id_value');
  const taken = new Set(rows.map((row) => row.id_value));
  return people.flatMap(({ id, matricule, source }) => {
    if (matricule === null || taken.has(matricule)) return [];
    taken.add(matricule);
    return [{ personId: id, idType: 'matricule', idValue: matricule, source }];
  });
}
