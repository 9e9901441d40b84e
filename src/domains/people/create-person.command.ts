/** Makes a person with everything that says who they are, in one change of the plan. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { addDays } from '../../shared/calendar-dates';
import { newId } from '../../shared/ids';
import { changePlan } from '../capacity/change-plan.command';
import { shareWorkweek } from '../organizations/share-workweek.query';
import { PersonRepository } from './people.repository';
import type { Person, PersonSource } from './people.types';
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

/** The stored person. Nothing counts as edited by hand, so the provider's next word about them still goes in. */
export async function createPerson(uow: UnitOfWork, facts: PersonToCreate): Promise<Person> {
  await shareWorkweek(uow);
  const id = newId();
  const from = addDays(uow.now.toISOString().slice(0, 10), -DAYS_BEHIND);
  const scope = { personIds: [id], from, to: null, reason: 'person.created' as const };
  const { result } = await changePlan(uow, { scope, options: { onConflict: 'report', conflictReason: null } }, () =>
    insertPerson(uow, id, facts),
  );
  uow.audit({ event: 'person.created', entityType: 'person', entityId: id, before: null, after: result });
  uow.emit({ type: 'person.created', entityType: 'person', entityId: id, version: result.version });
  return result;
}

async function insertPerson(uow: UnitOfWork, id: string, facts: PersonToCreate): Promise<Person> {
  const place = [uow.trx, uow.organizationId] as const;
  const { fullName, active, source, emails, matricule } = facts;
  const nothing = { managerId: null, costCenter: null, location: null, weeklyMinutesDefault: null };
  const person = await new PersonRepository(...place).insert({ id, fullName, active, source, ...nothing });
  await new PersonEmailRepository(...place).insertMany(
    emails.map(({ address, kind }, index) => ({
      personId: id,
      email: address,
      kind,
      isPrimary: index === 0,
      verified: false,
      source,
    })),
  );
  if (matricule !== null && !(await isTaken(uow, matricule))) {
    const identifier = { personId: id, idType: 'matricule', idValue: matricule, source };
    await new PersonIdentifierRepository(...place).insert(identifier);
  }
  return person;
}

/** person_identifiers_key answers this. */
async function isTaken(uow: UnitOfWork, matricule: string): Promise<boolean> {
  const rows = await uow
    .trx('person_identifiers')
    .where({ organization_id: uow.organizationId, id_type: 'matricule', id_value: matricule })
    .whereNull('deleted_at')
    .limit(1)
    .select<unknown[]>('id');
  return rows.length > 0;
}
