/** How many identifiers an account has in common with its person, counted apart from the engine. */
import { birthDateText, mailbox, matriculeText, phoneDigits } from '../domains/identities/contact-values.rules';
import type { IdentityRecord } from '../domains/identities/identities.types';
import type { Population } from './matching-population';

/** `kind:value` of each mailbox, phone, matricule and birth date. */
function identifiersOf(record: IdentityRecord): string[] {
  const matricule = matriculeText(record.matricule);
  return [
    ...new Set((record.emails ?? []).map((email) => `email:${mailbox(email)?.address ?? ''}`)),
    `phone:${phoneDigits(record.phone)}`,
    `matricule:${matricule === '' || !record.legalEntity ? '' : `${record.legalEntity}/${matricule}`}`,
    `birth:${birthDateText(record.birthDate)}`,
  ].filter((text) => !text.endsWith(':'));
}

/** Account id -> identifiers that it and its person have, without those of two people or of two accounts at one time. */
export function equalIdentifiers({ people, accounts, truth }: Population): Map<string, number> {
  const holders = new Map<string, IdentityRecord[]>();
  const generic = new Set<string>();
  const take = (records: readonly IdentityRecord[], clash: (a: IdentityRecord, b: IdentityRecord) => boolean): void => {
    holders.clear();
    for (const record of records) {
      for (const text of identifiersOf(record).filter((each) => !each.startsWith('birth:'))) {
        const others = holders.get(text) ?? [];
        if (others.some((other) => clash(other, record))) generic.add(text);
        holders.set(text, [...others, record]);
      }
    }
  };
  take(people, () => true);
  take(accounts, (a, b) => !(isBefore(a, b) || isBefore(b, a)));
  const personOf = new Map(people.map((person) => [person.id, person]));
  return new Map(
    accounts.map((account) => {
      const person = personOf.get(truth.get(account.id) ?? '');
      const theirs = new Set(person === undefined ? [] : identifiersOf(person));
      const shared = identifiersOf(account).filter((text) => theirs.has(text) && !generic.has(text));
      return [account.id, new Set(shared.map((text) => text.split(':')[0])).size];
    }),
  );
}

function isBefore(a: IdentityRecord, b: IdentityRecord): boolean {
  return Boolean(a.endDate) && Boolean(b.startDate) && String(a.endDate) < String(b.startDate);
}
