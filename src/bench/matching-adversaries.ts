/** Accounts made to mislead: each agrees with one person of the file on one identifier and on nothing else. */
import type { IdentityRecord } from '../domains/identities/identities.types';
import type { Population } from './matching-population';
import { SeededRandom } from './seeded-random';

const IDENTIFIERS = ['emails', 'phone', 'matricule', 'birthDate'] as const;

/** The people of one population beside accounts that belong to people of another. Nobody is anybody. */
export function makeAdversaries(victims: Population, strangers: Population, seed: number): Population {
  const random = new SeededRandom(seed);
  const accounts = strangers.people.map((stranger, index) => {
    const victim = random.pick(victims.people);
    const identifier = random.pick(IDENTIFIERS);
    const taken = { [identifier]: victim[identifier] };
    const entity = identifier === 'matricule' ? { legalEntity: victim.legalEntity ?? '' } : {};
    return { ...namesOf(stranger), ...taken, ...entity, id: `adversary-${String(index)}` };
  });
  return { people: victims.people, accounts, truth: new Map(accounts.map(({ id }) => [id, ''])) };
}

function namesOf({ givenName, surname }: IdentityRecord): Pick<IdentityRecord, 'givenName' | 'surname'> {
  return { givenName: givenName ?? '', surname: surname ?? '' };
}
