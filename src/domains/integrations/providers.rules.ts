/** The providers as the API lists them: fixed, so their ids are too. */
import type { ConnectionProvider } from './connections.types';
import { syncKindsOf, type SyncKind } from './sync-kinds.rules';

export interface ProviderDescription {
  id: string;
  key: ConnectionProvider;
  name: string;
  syncKinds: readonly SyncKind[];
  /** Signed calls from the provider start a sync. */
  webhooks: boolean;
  /** Fields of `credentials`, one list for each way to sign in. */
  credentials: readonly (readonly string[])[];
}

const API_KEY = ['api_key'];
const OAUTH = ['client_id', 'client_secret', 'refresh_token'];

export const providerDescriptions: readonly ProviderDescription[] = [
  {
    id: '6f0d3f2a-0f0b-4c39-9d2e-0a1f7c5b1001',
    key: 'payfit',
    name: 'Payfit',
    syncKinds: syncKindsOf('payfit'),
    webhooks: true,
    credentials: [API_KEY, OAUTH],
  },
  {
    id: '6f0d3f2a-0f0b-4c39-9d2e-0a1f7c5b1002',
    key: 'gryzzly',
    name: 'Gryzzly',
    syncKinds: syncKindsOf('gryzzly'),
    webhooks: false,
    credentials: [API_KEY],
  },
  {
    id: '6f0d3f2a-0f0b-4c39-9d2e-0a1f7c5b1003',
    key: 'ticket_resto',
    name: 'Ticket Restaurant',
    syncKinds: syncKindsOf('ticket_resto'),
    webhooks: false,
    credentials: [API_KEY],
  },
];

/** The provider of that id; undefined for an unknown one. */
export function providerById(id: string): ProviderDescription | undefined {
  return providerDescriptions.find((provider) => provider.id === id);
}

/** The id of a provider. @throws Error for a key that is none */
export function providerIdOf(key: string): string {
  const found = providerDescriptions.find((provider) => provider.key === key);
  if (found === undefined) throw new Error(`there is no provider ${key}`);
  return found.id;
}
