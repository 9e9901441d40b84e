/** The evidence of a pair in words. Example: `birth_date`, `equal`, 12.1 bits, strong: "birth dates are equal". */
import type { Evidence, EvidenceGroup, EvidenceStrength } from './identities.types';
import { EMAIL, FIELD, FIELD_COUNT, FIELDS, GROUPS, MISSING } from './match-fields.rules';
import type { MatchField } from './matching-model.types';
import type { PairScore } from './pair-weights.rules';
import type { PairStore } from './pair-store.rules';

/** Group -> the places of its fields. */
const FIELDS_OF = new Map(
  GROUPS.map((group) => [group, [...FIELDS.keys()].filter((index) => FIELDS[index]?.group === group)]),
);

const STRONG_BITS = 7;
/** From here on a group counts as independent evidence. */
export const SUPPORTING_BITS = 3;

const nameWords = (what: string): readonly string[] => [
  `${what}s are equal`,
  `${what}s are equal but for particles or word order`,
  `one ${what} is a short form, an initial or a part of the other`,
  `${what}s are almost equal`,
  `${what}s are similar or sound alike`,
  `the ${what} stands in the other place`,
  `${what}s are only slightly similar`,
  `${what}s differ`,
];

/** Words for each level of a field, in the order of its levels. */
const WORDS: Readonly<Record<MatchField, readonly string[]>> = {
  given: nameWords('given name'),
  surname: nameWords('surname'),
  birthDate: [
    'birth dates are equal',
    'birth dates are equal with day and month exchanged',
    'birth dates differ in one digit',
    'birth dates share the month and the day or the year',
    'birth dates differ',
  ],
  matricule: [
    'matricules are equal in the same legal entity',
    'matricules differ in one character in the same legal entity',
    'matricules differ in the same legal entity',
  ],
  email: [
    'both have the same mailbox of the organisation',
    'both have the same mailbox',
    'mailboxes have the same local part',
    'a mailbox is made of the name of the other side',
    'mailboxes differ',
  ],
  phone: ['phone numbers are equal', 'phone numbers differ'],
  startDate: [
    'start dates are equal',
    'start dates are within a week',
    'start dates are within a month',
    'start dates differ',
  ],
  title: ['job titles are equal', 'job titles share words', 'job titles differ'],
  manager: ['managers are the same', 'managers differ'],
  team: ['teams are the same', 'teams differ'],
  address: [
    'addresses are equal',
    'addresses are almost equal',
    'streets are similar',
    'addresses are only slightly similar',
    'addresses differ',
  ],
  postcode: ['postcodes are equal', 'postcodes differ in one character', 'postcodes differ'],
  city: ['cities are equal', 'cities are almost equal', 'cities are similar', 'cities differ'],
};

/** One entry for each group in which both sides have something to compare; with the prior, their bits add up to the total. */
export function evidenceOf(score: PairScore, store: PairStore, pair: number): Evidence[] {
  return GROUPS.flatMap((group, index) => {
    const parts = partsOf(group, store, pair);
    const bits = score.groups[index] ?? 0;
    if (parts.length === 0) return [];
    const level = parts
      .map(({ field, name }) => (parts.length === 1 && !isJoined(group) ? name : `${field}:${name}`))
      .join('+');
    return [{ group, level, bits, strength: strengthOf(bits), words: parts.map(({ words }) => words).join('; ') }];
  });
}

interface Part {
  field: MatchField;
  name: string;
  words: string;
}

/** A local part that was made of a name is told with the names. */
function partsOf(group: EvidenceGroup, store: PairStore, pair: number): Part[] {
  const at = pair * FIELD_COUNT;
  const email = store.levels[at + FIELD.email] ?? MISSING;
  const isLocalPart = email === EMAIL.sameLocal || email === EMAIL.madeFromName;
  const parts: Part[] = [];
  const tell = (index: number): void => {
    const level = store.levels[at + index] ?? MISSING;
    const definition = FIELDS[index];
    if (level === MISSING || definition === undefined) return;
    const { field, levels } = definition;
    parts.push({ field, name: levels[level] ?? '', words: WORDS[field][level] ?? '' });
  };
  for (const index of FIELDS_OF.get(group) ?? []) if (index !== FIELD.email || !isLocalPart) tell(index);
  if (group === 'names' && isLocalPart) tell(FIELD.email);
  return parts;
}

/** True for groups of several fields. */
function isJoined(group: EvidenceGroup): boolean {
  return (FIELDS_OF.get(group)?.length ?? 0) > 1;
}

/** @example strengthOf(7) === 'strong'; strengthOf(-3) === 'against' */
export function strengthOf(bits: number): EvidenceStrength {
  if (bits >= STRONG_BITS) return 'strong';
  if (bits >= SUPPORTING_BITS) return 'supports';
  return bits <= -SUPPORTING_BITS ? 'against' : 'neutral';
}
