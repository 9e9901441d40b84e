/** A connection: one outside system of one organisation, and when it is read. */
import type { RecordFields } from '../../shared/record-fields';
import type { Provider } from './provider.types';
import type { SyncKind } from './sync-kinds.rules';

/** v9's keys; `ticket_resto` is an order channel that nothing is read from. */
export const connectionProviders = ['payfit', 'gryzzly', 'ticket_resto'] as const;
export type ConnectionProvider = (typeof connectionProviders)[number];

/** The adapter of each provider that something can be read from. */
export type Providers = Readonly<Partial<Record<ConnectionProvider, Provider>>>;

/** `error`: something a person must mend, named by `error`. `revoked`: taken back by a person; its secrets are gone. */
export const connectionStatuses = ['connected', 'error', 'revoked'] as const;
export type ConnectionStatus = (typeof connectionStatuses)[number];

export interface Connection extends RecordFields {
  provider: ConnectionProvider;
  status: ConnectionStatus;
  /** A code such as `credentials_missing`; null while all is well. */
  error: string | null;
  /** Ciphertext; never leaves this domain. */
  credentials: Buffer | null;
  credentialsSetAt: Date | null;
  /** Ciphertext of the secret that signs the provider's webhooks. */
  webhookSecret: Buffer | null;
  /** The company or team the credentials belong to, as the provider names it. */
  externalCompanyId: string | null;
  /** Provider's absence type -> key of ours; null = not imported. What is not listed keeps the provider's word as its key. */
  absenceTypes: Record<string, string | null>;
  /** Five fields of cron, in `scheduleTimezone`; the three are null together. */
  scheduleCron: string | null;
  scheduleTimezone: string | null;
  scheduleKinds: SyncKind[] | null;
  scheduleEnabled: boolean;
  lastSyncAt: Date | null;
}
