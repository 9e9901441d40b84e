/** What the matching engine is given and what it answers: people, accounts of one provider, and one decision for each account. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { MatchField, MatchingModel } from './matching-model.types';

/** What is known of a person or of an account, as it came; the engine normalises. Absent, null and '' mean unknown. */
export interface IdentityRecord {
  /** Unique among the people, or among the accounts. Ties are broken by its code-unit order. */
  id: string;
  fullName?: string | null;
  givenName?: string | null;
  surname?: string | null;
  birthName?: string | null;
  /** ISO date. An impossible date is compared as text; a placeholder (1900-01-01, 1970-01-01) is unknown. */
  birthDate?: string | null;
  emails?: readonly string[];
  matricule?: string | null;
  /** The namespace of the matricule. Without it on both sides a matricule says nothing. */
  legalEntity?: string | null;
  phone?: string | null;
  /** First day, and last day, both ISO; an unknown one is open. */
  startDate?: IsoDate | null;
  endDate?: IsoDate | null;
  title?: string | null;
  managerEmail?: string | null;
  team?: string | null;
  address?: string | null;
  postcode?: string | null;
  city?: string | null;
}

/** What a person decided about a pair. A confirmed pair stays; a rejected one stays away until `NEW_EVIDENCE_BITS` more speak for it. */
export interface RememberedDecision {
  accountId: string;
  personId: string;
  verdict: 'confirmed' | 'rejected';
  /** `totalBits` of the pair when it was decided. */
  bits: number;
}

/** A pair about which a person had the last word, and what the engine had found when it was weighed. */
export interface DecidedPair {
  accountId: string;
  personId: string;
  isSame: boolean;
  /** Field -> name of the level; fields that could not be compared are absent. */
  levels: Readonly<Partial<Record<MatchField, string>>>;
  /** W_cap when it was weighed; null for a pair with a veto, which no number of bits would have linked. */
  cappedBits: number | null;
}

/** An account of this provider that is tied to a person. The link is the anchor: evidence never moves it. */
export interface ExistingLink {
  accountId: string;
  personId: string;
  origin: 'automatic' | 'person';
  /** In force from, and to (last day); unknown is open. Another account may take the person outside of them. */
  startDate?: IsoDate | null;
  endDate?: IsoDate | null;
}

export interface MatchOptions {
  /** True: a run that would make too many or unusually many links at once is held for one confirmation. */
  firstRunHold: boolean;
  /** Links in force after the last run; absent on the first one. */
  previousLinks?: number;
  /** A model that was kept, used as it is; absent, the run learns its own. */
  model?: MatchingModel;
  /** What people decided before, oldest first, to learn from. */
  lessons?: readonly DecidedPair[];
}

export interface MatchInput {
  people: readonly IdentityRecord[];
  /** All accounts of one provider, linked ones too. */
  accounts: readonly IdentityRecord[];
  decisions?: readonly RememberedDecision[];
  links?: readonly ExistingLink[];
  options: MatchOptions;
}

/** Evidence is correlated inside a group and independent between groups. */
export type EvidenceGroup =
  'names' | 'birth_date' | 'matricule' | 'email' | 'phone' | 'start_title' | 'manager_team' | 'address';

export type EvidenceStrength = 'strong' | 'supports' | 'neutral' | 'against';

export interface Evidence {
  group: EvidenceGroup;
  /** What the comparison found, e.g. `equal`, `day_month_swapped`; the parts of a group joined by `+`. */
  level: string;
  /** log2 of how much likelier this is for the same human being than for two. */
  bits: number;
  strength: EvidenceStrength;
  /** For a reader, in English, without any value of the record. */
  words: string;
}

export type Veto =
  | 'birth_date_differs'
  | 'matricule_differs'
  | 'person_already_linked'
  | 'organization_mailboxes_differ'
  | 'starts_after_leaving'
  | 'names_differ_on_shared_mailbox'
  | 'rejected_before';

export interface Candidate {
  personId: string;
  /** From 1, by `totalBits`, ties by person id. */
  rank: number;
  /** W: `priorBits` + the bits of all evidence, exactly (1e-9). */
  totalBits: number;
  priorBits: number;
  /** W_cap: the same with each group capped; what automatic links rest on. */
  cappedBits: number;
  /** 1 / (1 + 2^-W), and likewise of W_cap; before vetoes. */
  probability: number;
  cappedProbability: number;
  /** `totalBits` over the next candidate of the account (vetoed ones included); null when no other comes near. */
  marginBits: number | null;
  evidence: Evidence[];
  vetoes: Veto[];
}

/** Why the decision is what it is: the first rule that settled it. */
export type Decisive =
  | 'linked_already'
  | 'confirmed_before'
  | 'certain'
  | 'veto'
  | 'not_certain_enough'
  | 'too_close_to_another_person'
  | 'another_account_is_as_close'
  | 'one_kind_of_evidence_only'
  | 'no_equal_identifier'
  | 'names_do_not_agree'
  | 'nobody_is_likely';

/** What would turn the first suggestion into an automatic link, if it came and agreed. */
export type WouldMakeCertain = 'equal_email' | 'equal_matricule' | 'equal_phone' | 'equal_birth_date' | 'names';

export interface AccountOutcome {
  accountId: string;
  decision: 'auto' | 'suggest' | 'new';
  decisive: Decisive;
  /** `auto`: the one; `suggest`: one to three, best first; `new`: none. */
  candidates: Candidate[];
  /** What would make the first candidate certain, each by itself; empty when it is, or when a veto stands. */
  wouldMakeCertain: WouldMakeCertain[];
  /** The likeliest person who was not likely enough, with `new` only; null when there is none at all. */
  nearestRejected: Candidate | null;
  /** An automatic link that its evidence of today would not make again, e.g. because its mailbox turned out to be shared. */
  reexamine: boolean;
}

export interface MatchOutcome {
  /** One for each account, by code-unit order of `accountId`. */
  accounts: AccountOutcome[];
  /** `first_run`: more than 50 links and no earlier run; `unusual_count`: a fifth more or less than last time. Links wait for one confirmation. */
  hold: 'first_run' | 'unusual_count' | null;
  /** What the decisions were made with; keep it with them. */
  model: MatchingModel;
}
