/** What HR and time tracking say of a human, as the person here whom the account is linked to. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { CollaboratorFields, UserFields } from '../integrations/provider-records.types';
import type { Person } from '../people/people.types';
import { addPersonContacts, type KnownContacts } from '../people/write-person-contacts.command';
import { personWrites } from '../people/write-people.command';
import type { PlannedChange, RecordPlan } from './apply.types';
import { compareFields } from './compare-fields.rules';
import { nameOf } from './external-account-rows.rules';
import type { MirrorRecord } from './mirror-records.types';
import { planKept } from './record-plans.rules';

/** A plan for each record. A person who vanishes at the provider stays here: their engagements tell when they left. */
export async function planPeople(
  uow: UnitOfWork,
  { provider, personOf }: { provider: string; personOf: (account: string) => string | undefined },
  records: readonly MirrorRecord[],
): Promise<RecordPlan[]> {
  const ids = records.map((record) => personOf(record.externalId)).filter((id) => id !== undefined);
  const people = await personWrites(uow).find(ids);
  return records.map((record) => {
    const person = people.get(personOf(record.externalId) ?? '');
    if (record.vanishedAt !== null || person === undefined) return planKept(record);
    return planOf(uow, { provider, record, person });
  });
}

function planOf(
  uow: UnitOfWork,
  { provider, record, person }: { provider: string; record: MirrorRecord; person: Person },
): RecordPlan {
  const wanted = record.kind === 'collaborator' ? { fullName: nameOf(record) } : {};
  const comparison = compareFields(person, wanted, person.source !== provider);
  const contacts = contactsOf(record);
  const after: Record<string, unknown> = { personId: person.id, ...comparison.patch };
  const differs: PlannedChange | null =
    comparison.differs === null ? null : { action: 'differs', entityType: 'person', ...comparison.differs };
  return {
    outcome: 'write',
    record,
    scope: null,
    differs,
    change: {
      action: record.appliedHash === null ? 'created' : 'updated',
      entityType: 'external_account',
      before: comparison.before,
      after,
    },
    apply: async () => {
      if (Object.keys(comparison.patch).length > 0) await personWrites(uow).change(person, comparison.patch);
      const added = await addPersonContacts(uow, { personId: person.id, source: provider, contacts });
      // The log says what was added, so that unlinking can take it back.
      if (added.emails.length > 0) after['emails'] = added.emails.map(({ email }) => email);
      if (added.identifiers.length > 0) after['identifiers'] = added.identifiers.map(({ idValue }) => idValue);
      return { type: 'person', id: person.id };
    },
  };
}

function contactsOf(record: MirrorRecord): KnownContacts {
  if (record.kind === 'user') {
    const { email } = record.fields as unknown as UserFields;
    return { emails: email === null ? [] : [{ email: email.toLowerCase(), kind: 'integration' }], identifiers: [] };
  }
  const { emails, matricule } = record.fields as unknown as CollaboratorFields;
  return {
    emails: emails.map(({ address, type }) => ({
      email: address.toLowerCase(),
      kind: type === 'personal' ? ('personal' as const) : ('corporate' as const),
    })),
    identifiers: matricule === null ? [] : [{ idType: 'matricule', idValue: matricule }],
  };
}
