/** Where a run keeps what it reads: the mirror, or, for a dry run, a place of its own. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { RecordKind } from '../integrations/provider-records.types';
import type { RecordFacts } from './record-facts.rules';

/** A record's facts with the account it belongs to. */
export type StoredFacts = RecordFacts & { ownerExternalId: string | null };

/** A listing: all records of a kind, or those with a day in the window. */
export interface Listing {
  runId: string;
  kind: RecordKind;
  window: { from: IsoDate; to: IsoDate } | undefined;
}

export interface PulledRecords {
  /** Stores a page as met by the run; answers how many of it the run meets for the first time. */
  store(runId: string, records: readonly StoredFacts[], now: Date): Promise<number>;
  /** Rows that could not be read still exist at the provider: they are met, so that they are not taken for vanished. */
  meet(runId: string, kind: RecordKind, externalIds: readonly string[]): Promise<void>;
  /** Known records of a listing that the run has not met. */
  countMissing(listing: Listing): Promise<number>;
  /** What is missing has gone at the provider. */
  markVanished(listing: Listing, now: Date): Promise<void>;
  /** Account of each contract. */
  ownersOfContracts(contracts: readonly string[]): Promise<Map<string, string>>;
  /** External ids of a kind that are there, in order. */
  externalIds(kind: RecordKind): Promise<string[]>;
}
