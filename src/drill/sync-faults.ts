/** What a sync drill does to a system in the middle of a sync. */
import type { RunningFakeProviders } from '../fake-providers/start-fake-providers';
import { pollUntil } from '../local-servers/poll-until';
import type { ApiClient } from './api-client';
import type { Random } from './random';
import { killableParts, type PartsSystem } from './parts-system';

export interface FaultContext {
  system: PartsSystem;
  fakes: RunningFakeProviders;
  provider: 'payfit' | 'gryzzly';
  /** Signed in, and the connection whose sync is going on: for faults that a person has to mend. */
  api: ApiClient;
  connectionId: string;
}

export interface Fault {
  name: string;
  /** Does it, and answers when the system is whole again. */
  strike: (context: FaultContext) => Promise<void>;
}

const READY_LIMIT_MS = 180_000;
const PARKED_LIMIT_MS = 20_000;

const kills: readonly Fault[] = killableParts.map((part) => ({
  name: `kill -9 of ${part}`,
  strike: ({ system }) => system.strike(part, READY_LIMIT_MS),
}));

const troubles: readonly Fault[] = [
  { name: 'three answers 503', strike: fakeFault({ serverErrors: 3 }) },
  { name: 'two answers 429', strike: fakeFault({ tooManyRequests: 2 }) },
  { name: 'two answers that break off', strike: fakeFault({ droppedAnswers: 2 }) },
  { name: 'credentials revoked, then given anew', strike: revoke },
];

/** Kills in four of five rounds. */
export function pickFault(random: Random): Fault {
  return random.next() < 0.8 ? random.pick(kills) : random.pick(troubles);
}

function fakeFault(faults: object): Fault['strike'] {
  return ({ fakes, provider }) => {
    fakes[provider].faults.set(faults);
    return Promise.resolve();
  };
}

/** The run parks, if it still reads; with new credentials it goes on. */
async function revoke({ fakes, provider, api, connectionId }: FaultContext): Promise<void> {
  const path = `/integrations/connections/${connectionId}`;
  fakes[provider].faults.set({ revoked: true });
  await pollUntil(async () => {
    const { status } = await api.demand({ method: 'GET', path });
    return status === 'error' ? true : undefined;
  }, PARKED_LIMIT_MS);
  fakes[provider].faults.set({});
  const credentials = { api_key: `demo-${provider}-key` };
  await api.demand({ method: 'PATCH', path, body: { credentials } });
}
