/** What is compared, in which ordered levels, in which group of evidence, and what is believed before any data is seen. */
import type { EvidenceGroup } from './identities.types';
import type { MatchField } from './matching-model.types';

export interface FieldDefinition {
  field: MatchField;
  group: EvidenceGroup;
  /** Best first; the number of a level is its place. */
  levels: readonly string[];
  /** Probability of each level for the same human being, before data. */
  m: readonly number[];
  /** The same for two human beings. That of level 0 is replaced by the frequency of the value. */
  u: readonly number[];
  /** Frequency of a value that nobody has been seen with, e.g. one of the rarer surnames. */
  rareShare: number;
  /** A value of an identifier is held by one human being at most: two share it this much more rarely than its frequency says. */
  uniqueness: number;
}

/** Levels of names; `swapped` is a name that stands in the other place on the other side. */
export const NAME = {
  equal: 0,
  core: 1,
  variant: 2,
  close: 3,
  similar: 4,
  swapped: 5,
  distant: 6,
  different: 7,
} as const;
export const BIRTH = { equal: 0, swapped: 1, oneEdit: 2, twoParts: 3, different: 4 } as const;
export const EMAIL = { organization: 0, other: 1, sameLocal: 2, madeFromName: 3, different: 4 } as const;

/** The level of a comparison with a side that is unknown. */
export const MISSING = 255;
/** Levels that the widest field has; rows of parameters are this wide. */
export const ROW = 8;

const nameLevels = [
  'equal',
  'equal_without_particles',
  'variant',
  'very_similar',
  'similar',
  'swapped',
  'slightly_similar',
  'different',
] as const;

export const FIELDS: readonly FieldDefinition[] = [
  {
    field: 'given',
    group: 'names',
    levels: nameLevels,
    m: [0.8, 0.02, 0.06, 0.05, 0.02, 0.02, 0.01, 0.02],
    u: [0.005, 0.0005, 0.004, 0.003, 0.008, 0.0003, 0.05, 0.93],
    rareShare: 1e-4,
    uniqueness: 1,
  },
  {
    field: 'surname',
    group: 'names',
    levels: nameLevels,
    m: [0.8, 0.02, 0.05, 0.05, 0.02, 0.02, 0.01, 0.03],
    u: [0.001, 0.0002, 0.0005, 0.001, 0.004, 0.0003, 0.04, 0.95],
    rareShare: 1e-5,
    uniqueness: 1,
  },
  {
    field: 'birthDate',
    group: 'birth_date',
    levels: ['equal', 'day_month_swapped', 'one_edit', 'two_parts_equal', 'different'],
    m: [0.94, 0.01, 0.03, 0.01, 0.01],
    u: [1e-4, 1e-4, 0.001, 0.006, 0.99],
    rareShare: 7e-5,
    uniqueness: 1,
  },
  {
    field: 'matricule',
    group: 'matricule',
    levels: ['equal', 'one_edit', 'different'],
    m: [0.94, 0.02, 0.04],
    u: [1e-4, 0.005, 0.995],
    rareShare: 1e-5,
    uniqueness: 0.1,
  },
  {
    field: 'email',
    group: 'email',
    levels: ['equal_organization', 'equal_other', 'same_local_part', 'made_from_name', 'different'],
    m: [0.65, 0.1, 0.05, 0.05, 0.15],
    u: [1e-5, 1e-5, 3e-4, 5e-4, 0.999],
    rareShare: 1e-5,
    uniqueness: 0.1,
  },
  {
    field: 'phone',
    group: 'phone',
    levels: ['equal', 'different'],
    m: [0.75, 0.25],
    u: [1e-4, 0.999],
    rareShare: 1e-5,
    uniqueness: 0.1,
  },
  {
    field: 'startDate',
    group: 'start_title',
    levels: ['equal', 'within_week', 'within_month', 'different'],
    m: [0.5, 0.1, 0.15, 0.25],
    u: [0.001, 0.005, 0.02, 0.97],
    rareShare: 3e-4,
    uniqueness: 1,
  },
  {
    field: 'title',
    group: 'start_title',
    levels: ['equal', 'words_shared', 'different'],
    m: [0.5, 0.2, 0.3],
    u: [0.03, 0.05, 0.92],
    rareShare: 0.01,
    uniqueness: 1,
  },
  {
    field: 'manager',
    group: 'manager_team',
    levels: ['equal', 'different'],
    m: [0.75, 0.25],
    u: [0.02, 0.98],
    rareShare: 0.005,
    uniqueness: 1,
  },
  {
    field: 'team',
    group: 'manager_team',
    levels: ['equal', 'different'],
    m: [0.7, 0.3],
    u: [0.04, 0.96],
    rareShare: 0.01,
    uniqueness: 1,
  },
  {
    field: 'address',
    group: 'address',
    levels: ['equal', 'very_similar', 'street_similar', 'slightly_similar', 'different'],
    m: [0.7, 0.1, 0.08, 0.04, 0.08],
    u: [1e-4, 1e-4, 0.002, 0.02, 0.97],
    rareShare: 1e-5,
    uniqueness: 1,
  },
  {
    field: 'postcode',
    group: 'address',
    levels: ['equal', 'one_edit', 'different'],
    m: [0.85, 0.07, 0.08],
    u: [0.002, 0.02, 0.97],
    rareShare: 3e-4,
    uniqueness: 1,
  },
  {
    field: 'city',
    group: 'address',
    levels: ['equal', 'very_similar', 'similar', 'different'],
    m: [0.82, 0.08, 0.03, 0.07],
    u: [0.002, 0.001, 0.003, 0.99],
    rareShare: 3e-4,
    uniqueness: 1,
  },
];

export const FIELD_COUNT = FIELDS.length;

/** The place of each field in {@link FIELDS}, and so in a row of levels. */
export const FIELD: Readonly<Record<MatchField, number>> = {
  given: 0,
  surname: 1,
  birthDate: 2,
  matricule: 3,
  email: 4,
  phone: 5,
  startDate: 6,
  title: 7,
  manager: 8,
  team: 9,
  address: 10,
  postcode: 11,
  city: 12,
};

/** In the order in which their bits are added. */
export const GROUPS: readonly EvidenceGroup[] = [
  'names',
  'birth_date',
  'matricule',
  'email',
  'phone',
  'start_title',
  'manager_team',
  'address',
];
