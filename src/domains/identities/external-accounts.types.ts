/** Accounts of outside systems, what was decided about them, and what the engine suggests. */
import type { RecordFields } from '../../shared/record-fields';
import type { AccountProfile } from './account-profile.rules';
import type { Evidence } from './identities.types';

export const accountStates = ['linked', 'suggested', 'new', 'ignored'] as const;
export type AccountState = (typeof accountStates)[number];

export interface ExternalAccount extends RecordFields {
  connectionId: string;
  /** Key of the provider, e.g. `payfit`. */
  provider: string;
  externalUserId: string;
  state: AccountState;
  /** Set exactly while linked. */
  personId: string | null;
  active: boolean;
  /** First and last day; null is open. */
  activeFrom: string | null;
  activeTo: string | null;
  /** The fields of the provider's record, as last read. */
  rawProfile: Record<string, unknown>;
  linkMethod: 'automatic' | 'manual' | 'created' | null;
  linkedBy: string | null;
  linkedAt: Date | null;
  linkReason: string | null;
  /** What unlinking restores. */
  beforeLink: BeforeLink | null;
}

/** An account as matching needs it: tens of thousands are held at once, so there is no more to it. */
export interface MatchedAccount extends Pick<
  ExternalAccount,
  'id' | 'connectionId' | 'externalUserId' | 'state' | 'personId' | 'activeFrom' | 'activeTo' | 'linkMethod'
> {
  profile: AccountProfile;
}

export interface BeforeLink {
  state: AccountState;
  suggestions: StoredSuggestion[];
}

/** A row of `identity_suggestions`, with its columns as they are. */
export interface StoredSuggestion {
  id: string;
  external_account_id: string;
  person_id: string;
  /** 1 to 3. */
  rank: number;
  score: number;
  total_bits: number;
  prior_bits: number;
  margin_bits: number | null;
  evidence: Evidence[];
  vetoes: string[];
  decisive: string | null;
  features: Record<string, unknown>;
  model_version: string;
  created_at: Date | string;
}

export const decisionActions = ['link', 'new', 'ignore', 'reject', 'unlink'] as const;
export type DecisionAction = (typeof decisionActions)[number];

export interface IdentityDecision {
  id: string;
  externalAccountId: string;
  personId: string | null;
  action: DecisionAction;
  /** Null: the engine. */
  decidedBy: string | null;
  reason: string | null;
  score: number | null;
  totalBits: number | null;
  /** What the engine had found: `levels` by group of evidence, `capped_bits`, `vetoes`; {} when it had no part in it. */
  features: Readonly<Record<string, unknown>>;
  modelVersion: string;
  runId: string | null;
  createdAt: Date;
}
