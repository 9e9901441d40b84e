/** The parameters of the matching engine: plain numbers, so that they can be stored beside the decisions they made. */

/** What is compared. */
export type MatchField =
  | 'given'
  | 'surname'
  | 'birthDate'
  | 'matricule'
  | 'email'
  | 'phone'
  | 'startDate'
  | 'title'
  | 'manager'
  | 'team'
  | 'address'
  | 'postcode'
  | 'city';

export interface FieldParameters {
  /** Probability of each level for the same human being, best level first; adds up to 1. */
  m: number[];
  /** The same for two human beings. */
  u: number[];
  /** How many pairs each of the two rests on, what was believed beforehand included; absent = 200. */
  pairs?: { m: number; u: number };
}

export interface MatchingModel {
  /** Of normalisation, levels and rules; decisions of another version are not comparable bit by bit. */
  version: string;
  /** Records of the people file it was made for, at least 512: the prior is -log2 of it, a group is capped at log2 of it + 1. */
  population: number;
  fields: Record<MatchField, FieldParameters>;
  /** Capped bits from which on a pair may be linked without a human, where decisions have shown that it takes more than .999. */
  certainBits?: number;
}
