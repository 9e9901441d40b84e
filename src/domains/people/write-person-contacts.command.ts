/** Adds what a provider knows of a person's addresses and numbers, and takes nothing away. */
import { MachineWrites } from '../../platform/machine-writes';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { PersonEmailRepository } from './person-emails.repository';
import { PersonIdentifierRepository } from './person-identifiers.repository';
import type { PersonEmail, PersonIdentifier } from './person-contacts.types';

export interface KnownContacts {
  emails: readonly Pick<PersonEmail, 'email' | 'kind'>[];
  identifiers: readonly Pick<PersonIdentifier, 'idType' | 'idValue'>[];
}

/**
 * Idempotent: what the person has, or had and somebody deleted, is not added again; an identifier that somebody else has
 * stays theirs. Answers what was added.
 */
export async function addPersonContacts(
  uow: UnitOfWork,
  { personId, source, contacts }: { personId: string; source: string; contacts: KnownContacts },
): Promise<KnownContacts> {
  return {
    emails: await addEmails(uow, { personId, source, emails: contacts.emails }),
    identifiers: await addIdentifiers(uow, { personId, source, identifiers: contacts.identifiers }),
  };
}

/**
 * Takes addresses and numbers back that were added for that source: those named, or all of them. Idempotent. A number that is
 * taken back is free for whoever it belongs to.
 */
export async function removePersonContacts(
  uow: UnitOfWork,
  { personId, source, ...named }: { personId: string; source: string; emails?: string[]; identifiers?: string[] },
): Promise<void> {
  const place = [uow.trx, uow.organizationId] as const;
  const own = { organization_id: uow.organizationId, person_id: personId, source };
  const idsOf = async (table: string, column: string, values: string[] | undefined): Promise<string[]> => {
    const query = uow.trx(table).where(own);
    if (values !== undefined) void query.whereIn(column, values);
    return (await query.select<{ id: string }[]>('id')).map(({ id }) => id);
  };
  const mailboxes = new MachineWrites(uow, new PersonEmailRepository(...place), 'person_email');
  await mailboxes.purge(await idsOf('person_emails', 'email', named.emails));
  const numbers = new MachineWrites(uow, new PersonIdentifierRepository(...place), 'person_identifier');
  await numbers.purge(await idsOf('person_identifiers', 'id_value', named.identifiers));
}

async function addEmails(
  uow: UnitOfWork,
  { personId, source, emails }: { personId: string; source: string; emails: KnownContacts['emails'] },
): Promise<KnownContacts['emails']> {
  const rows = await uow
    .trx('person_emails')
    .where({ organization_id: uow.organizationId, person_id: personId })
    .select<{ email: string; is_primary: boolean; deleted_at: Date | null }[]>('email', 'is_primary', 'deleted_at');
  const known = new Set(rows.map((row) => row.email));
  const added = emails.filter(({ email }) => !known.has(email));
  let hasPrimary = rows.some((row) => row.is_primary && row.deleted_at === null);
  const writes = new MachineWrites(uow, new PersonEmailRepository(uow.trx, uow.organizationId), 'person_email');
  for (const { email, kind } of added) {
    const isPrimary = !hasPrimary && kind === 'corporate';
    hasPrimary ||= isPrimary;
    await writes.create({ personId, email, kind, isPrimary, verified: false, source });
  }
  return added;
}

async function addIdentifiers(
  uow: UnitOfWork,
  { personId, source, identifiers }: { personId: string; source: string; identifiers: KnownContacts['identifiers'] },
): Promise<KnownContacts['identifiers']> {
  const values = identifiers.map(({ idValue }) => idValue);
  const rows = await uow
    .trx('person_identifiers')
    .where({ organization_id: uow.organizationId })
    .where((query) => {
      void query.where({ person_id: personId }).orWhere((taken) => {
        void taken.whereNull('deleted_at').whereIn('id_value', values);
      });
    })
    .select<{ id_type: string; id_value: string }[]>('id_type', 'id_value');
  const known = new Set(rows.map((row) => `${row.id_type} ${row.id_value}`));
  const added = identifiers.filter(({ idType, idValue }) => !known.has(`${idType} ${idValue}`));
  const repository = new PersonIdentifierRepository(uow.trx, uow.organizationId);
  const writes = new MachineWrites(uow, repository, 'person_identifier');
  for (const { idType, idValue } of added) await writes.create({ personId, idType, idValue, source });
  return added;
}
