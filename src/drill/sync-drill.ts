/**
 * The sync drill: an organisation is synced from two fakes while something is killed or goes wrong at a random moment; what comes
 * out must be, row by row, what an undisturbed sync of another organisation made.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ReplayWorkerOptions } from '@temporalio/worker';
import { startFakeProviders, type RunningFakeProviders } from '../fake-providers/start-fake-providers';
import { logFileOf } from '../local-servers/home-folder';
import { pollUntil } from '../local-servers/poll-until';
import { ApiClient } from './api-client';
import { backlogOf, withEvidence } from './ledger-evidence';
import { PartsSystem } from './parts-system';
import { findTraces, personalWords } from './personal-traces';
import { createRandom, type Random } from './random';
import { seedOwner } from './seed-organization';
import { pickFault, type Fault } from './sync-faults';
import { historiesOf, replayOptions, replayProblems, textsOf } from './sync-histories';
import { differencesOf, syncedState, type SyncedState } from './synced-state';

export interface SyncDrillRequest {
  env: NodeJS.ProcessEnv;
  programs: string;
  rounds: number;
  seed: number;
  log: (line: string) => void;
  /** The system once it is there, for a caller who may have to end it early. */
  onSystem?: (system: { remove: () => Promise<void> }) => void;
}

export interface SyncRound {
  fault: string;
  /** During the sync of which provider, and how long after it was asked for. */
  provider: Provider;
  afterMs: number;
  /** What the run was doing then. */
  phase: string;
  tookMs: number;
  histories: number;
  rows: number;
  losses: string[];
}

type Provider = 'payfit' | 'gryzzly';
const PROVIDERS: readonly Provider[] = ['payfit', 'gryzzly'];
/** Faults come in this part of an undisturbed sync's time: later ones would mostly find it ended. */
const STRUCK_SHARE = 0.7;
const CALL_LIMIT_MS = 30_000;
const ANSWER_LIMIT_MS = 120_000;
const SYNC_LIMIT_MS = 300_000;
const DRAIN_LIMIT_MS = 120_000;
const SECRETS = ['demo-payfit-key', 'demo-gryzzly-key'];

interface Drill {
  system: PartsSystem;
  fakes: RunningFakeProviders;
  random: Random;
  replay: ReplayWorkerOptions;
  log: (line: string) => void;
}

/** Runs the rounds and answers them; system and fakes are gone in any case. @throws Error when the system does not come back */
export async function runSyncDrill(request: SyncDrillRequest): Promise<SyncRound[]> {
  const { env, programs, rounds, seed, log } = request;
  const fakes = await startFakeProviders({ size: 30, seed: 1 });
  const { payfit, gryzzly } = fakes.baseUrls;
  const addresses = { PAYFIT_BASE_URL: payfit, PAYFIT_OAUTH_URL: payfit, GRYZZLY_BASE_URL: gryzzly };
  const system = await PartsSystem.start({ env, programs, addresses, withWorker: true, log });
  request.onSystem?.(system);
  try {
    const drill = { system, fakes, random: createRandom(seed), replay: await replayOptions(), log };
    const undisturbed = await syncOnce(drill, null);
    log(`undisturbed after ${String(undisturbed.tookMs)} ms, ${String(undisturbed.rows)} rows; seed ${String(seed)}`);
    if (undisturbed.losses.length > 0) throw new Error(`the undisturbed sync: ${undisturbed.losses.join(' | ')}`);
    const done: SyncRound[] = [];
    for (let number = 1; number <= rounds; number += 1) {
      const round = await syncOnce(drill, undisturbed);
      done.push(round);
      log(lineOf(number, round));
    }
    return done;
  } finally {
    await system.remove();
    await fakes.close();
  }
}

interface Undisturbed {
  state: SyncedState;
  /** How long each provider's sync took. */
  syncMs: Readonly<Record<Provider, number>>;
}

/** One organisation from nothing: HR first, then time tracking, one of them disturbed unless there is nothing to compare with. */
async function syncOnce(drill: Drill, expected: Undisturbed | null): Promise<SyncRound & Undisturbed> {
  const { system, random } = drill;
  const began = performance.now();
  const { organizationId, login } = await seedOwner(system.databaseAdminUrl);
  const api = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await untilAnswered(async () => (await api.logIn(login)).status === 200);
  const provider = random.pick(PROVIDERS);
  const fault = pickFault(random);
  const afterMs = random.integer(0, Math.round((expected?.syncMs[provider] ?? 0) * STRUCK_SHARE));
  const connectionIds: string[] = [];
  const syncMs = { payfit: 0, gryzzly: 0 };
  let phase = 'none';
  for (const each of PROVIDERS) {
    const connectionId = await connect(api, each);
    connectionIds.push(connectionId);
    const striking = expected !== null && each === provider ? { fault, afterMs } : null;
    const synced = await syncThrough(drill, { api, connectionId, provider: each }, striking);
    syncMs[each] = synced.tookMs;
    if (striking !== null) phase = synced.phase;
  }
  const losses = await settled(system);
  const state = await withEvidence(system.databaseAdminUrl, (client) => syncedState(client, organizationId));
  if (expected !== null) losses.push(...differencesOf(expected.state, state));
  const histories = await historiesOf(system.temporalAddress, connectionIds);
  losses.push(...(await replayProblems(drill.replay, histories)), ...(await tracesIn(drill, histories)));
  return {
    fault: fault.name,
    provider,
    afterMs,
    phase,
    syncMs,
    tookMs: Math.round(performance.now() - began),
    histories: histories.length,
    rows: Object.values(state).reduce((sum, rows) => sum + rows.length, 0),
    losses,
    state,
  };
}

async function tracesIn({ system, fakes }: Drill, histories: readonly unknown[]): Promise<string[]> {
  const words = { personal: personalWords(fakes), secret: SECRETS };
  const texts = [...textsOf(histories)];
  const logs = logFileOf(system.home, 'x').replace(/\/[^/]*$/, '');
  return withEvidence(system.databaseAdminUrl, (client) => findTraces(words, { histories: texts, logs, client }));
}

async function connect(api: ApiClient, provider: Provider): Promise<string> {
  const { items } = await api.demand({ method: 'GET', path: '/integrations/providers' });
  const known = (items as Record<string, unknown>[]).find((one) => one['provider_key'] === provider);
  const body = { provider_id: known?.['id'], credentials: { api_key: `demo-${provider}-key` } };
  return String((await api.demand({ method: 'POST', path: '/integrations/connections', body }))['id']);
}

async function syncThrough(
  { system, fakes }: Drill,
  { api, connectionId, provider }: { api: ApiClient; connectionId: string; provider: Provider },
  striking: { fault: Fault; afterMs: number } | null,
): Promise<{ phase: string; tookMs: number }> {
  const began = performance.now();
  const path = `/integrations/${connectionId}/sync?kind=full`;
  const { run_id: run } = await api.demand({ method: 'POST', path });
  let phase = 'none';
  if (striking !== null) {
    await pause(striking.afterMs);
    phase = String((await api.demand({ method: 'GET', path: `/sync-runs/${String(run)}` }))['phase']);
    await striking.fault.strike({ system, fakes, provider, api, connectionId });
  }
  const ended = await pollUntil(async () => {
    const { status, body } = await api.send({ method: 'GET', path: `/sync-runs/${String(run)}` });
    const isOver = status === 200 && body['state'] !== 'queued' && body['state'] !== 'running';
    return isOver ? true : undefined;
  }, SYNC_LIMIT_MS);
  fakes[provider].faults.set({});
  if (ended === undefined) throw new Error(`the sync of ${provider} did not end within ${String(SYNC_LIMIT_MS)} ms`);
  return { phase, tookMs: Math.round(performance.now() - began) };
}

/** Every event relayed and every week computed; says so where that does not come. */
async function settled(system: PartsSystem): Promise<string[]> {
  const drained = await pollUntil(
    () =>
      withEvidence(system.databaseAdminUrl, async (client) => {
        const { outboxWaiting, dirtyRanges } = await backlogOf(client);
        return outboxWaiting === 0 && dirtyRanges === 0 ? true : undefined;
      }),
    DRAIN_LIMIT_MS,
  );
  return drained === undefined ? [`not drained after ${String(DRAIN_LIMIT_MS)} ms`] : [];
}

async function untilAnswered(ask: () => Promise<boolean>): Promise<void> {
  const answered = await pollUntil(async () => ((await ask()) ? true : undefined), ANSWER_LIMIT_MS);
  if (answered === undefined) throw new Error('the API does not answer');
}

function lineOf(number: number, round: SyncRound): string {
  const { fault, provider, afterMs, phase, tookMs, histories, rows, losses } = round;
  return [
    `round ${String(number)}: ${fault} ${String(afterMs)} ms into the sync of ${provider} (${phase})`,
    `ended after ${String(tookMs)} ms`,
    `${String(rows)} rows`,
    `${String(histories)} histories replayed`,
    losses.length === 0 ? 'as undisturbed' : `DIFFERS: ${losses.slice(0, 5).join(' | ')}`,
  ].join('; ');
}
