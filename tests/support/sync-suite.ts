/** Syncs of a test: an organisation with connections to fake providers, and the real steps in the order the workflow takes them. */
import { randomBytes } from 'node:crypto';
import { systemActor } from '../../src/access/actor';
import { closeCredentials } from '../../src/domains/integrations/connection-credentials.rules';
import { rotateCredentials } from '../../src/domains/integrations/rotate-credentials.command';
import type { RunKind } from '../../src/domains/integrations/sync-kinds.rules';
import type { ProviderCredentials } from '../../src/domains/integrations/provider.types';
import { requestSync } from '../../src/domains/syncs/request-sync.command';
import type { ApplyMatching } from '../../src/domains/syncs/match-accounts.command';
import { createSyncSteps, type SyncSteps } from '../../src/domains/syncs/sync-steps.command';
import type { RunRef, StepResult } from '../../src/domains/syncs/sync-steps.types';
import type { Clock } from '../../src/platform/clock';
import type { Metrics } from '../../src/platform/metrics';
import { KeyRing } from '../../src/platform/secrets/key-ring';
import { runInOrganization } from '../../src/platform/unit-of-work';
import { newId } from '../../src/shared/ids';
import { cloneDatabase, insertOrganization, type SuiteDatabase } from '../activities/suite-database';
import { gryzzlyKey, payfitKey, providersOnFakes, type ProvidersOnFakes } from './fake-providers';

export interface RunRow {
  id: string;
  state: string;
  phase: string;
  done: number;
  total: number | null;
  seen: number;
  created: number;
  updated: number;
  unchanged: number;
  tombstoned: number;
  failed: number;
  held: number;
  waiting: number;
  erased: number;
  error_code: string | null;
}

export interface SyncSuite {
  database: SuiteDatabase;
  on: ProvidersOnFakes;
  organizationId: string;
  payfit: string;
  gryzzly: string;
  steps: SyncSteps;
  keyRing: KeyRing;
  /** Asks for a run; does not run it. */
  ask(connectionId: string, kind: RunKind, dryRun?: boolean): Promise<RunRef>;
  /** Runs all that waits, as the workflow does; stops where it would wait for a person. */
  work(connectionId: string): Promise<void>;
  /** Asks, works, and answers the run. */
  sync(connectionId: string, kind: RunKind, dryRun?: boolean): Promise<RunRow>;
  run(id: string): Promise<RunRow>;
  /** A second organisation, connected like the first. */
  another(): Promise<Pick<SyncSuite, 'organizationId' | 'payfit' | 'gryzzly'>>;
  close(): Promise<void>;
}

/** Everything new: database, fakes, organisation. `now` is what the fakes and the clock stand at. */
export async function startSyncSuite(
  options: { size?: 30 | 1_000; applyMatching?: ApplyMatching; clock?: Clock; metrics?: Metrics } = {},
): Promise<SyncSuite> {
  const { size = 30, applyMatching = () => Promise.resolve(), clock = { now: () => new Date() } } = options;
  const database = await cloneDatabase();
  const on = await providersOnFakes(size);
  const keyRing = new KeyRing([randomBytes(32)]);
  const store = { database: database.app, clock, keyRing };
  const steps = createSyncSteps({
    ...store,
    providers: on.providers,
    keepRotatedCredentials: (owner, credentials) => rotateCredentials(store, owner, credentials),
    applyMatching,
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
  });
  const connect = async (
    organizationId: string,
    provider: string,
    credentials: ProviderCredentials,
  ): Promise<string> => {
    const id = newId();
    const owner = { organizationId, connectionId: id };
    await database.admin('connections').insert({
      organization_id: organizationId,
      id,
      provider,
      status: 'connected',
      credentials: closeCredentials(keyRing, owner, credentials),
      credentials_set_at: new Date(),
    });
    organizationOf.set(id, organizationId);
    return id;
  };
  const organizationOf = new Map<string, string>();
  const another = async (): Promise<{ organizationId: string; payfit: string; gryzzly: string }> => {
    const organizationId = await insertOrganization(database.admin);
    return {
      organizationId,
      payfit: await connect(organizationId, 'payfit', payfitKey),
      gryzzly: await connect(organizationId, 'gryzzly', gryzzlyKey),
    };
  };
  const first = await another();
  const run = async (id: string): Promise<RunRow> => database.admin('sync_runs').where({ id }).first<RunRow>('*');
  const refOf = (connectionId: string) => ({ organizationId: organizationOf.get(connectionId) ?? '', connectionId });
  const ask: SyncSuite['ask'] = async (connectionId, kind, dryRun = false) => {
    const { organizationId } = refOf(connectionId);
    const request = {
      organizationId,
      resolveActor: () => Promise.resolve(systemActor(organizationId)),
      now: clock.now(),
    };
    const { run: asked } = await runInOrganization(database.app, request, (uow) =>
      requestSync(uow, { connectionId, kind, dryRun, trigger: 'user' }),
    );
    return { organizationId, connectionId, runId: asked.id };
  };
  const work: SyncSuite['work'] = (connectionId) => workThrough(steps, refOf(connectionId));
  return {
    database,
    on,
    ...first,
    steps,
    keyRing,
    ask,
    work,
    sync: async (connectionId, kind, dryRun = false) => {
      const { runId } = await ask(connectionId, kind, dryRun);
      await work(connectionId);
      return run(runId);
    },
    run,
    another,
    close: async () => {
      await on.close();
      await database.close();
    },
  };
}

/** What the workflow does, without Temporal. */
export async function workThrough(
  steps: SyncSteps,
  ref: { organizationId: string; connectionId: string },
): Promise<void> {
  for (;;) {
    const claimed = await steps.claim(ref);
    if (claimed === null) return;
    const runRef = { ...ref, runId: claimed.runId };
    for (let phase = claimed.phase; phase !== 'ended';) {
      if (phase === 'waiting_for_credentials') return;
      phase = (await stepOf(steps, runRef, phase)).phase;
    }
  }
}

/** The step of a phase. */
export async function stepOf(steps: SyncSteps, ref: RunRef, phase: string): Promise<StepResult> {
  if (phase === 'pulling') return steps.pull(ref, new AbortController().signal);
  return phase === 'matching' ? steps.match(ref) : steps.apply(ref);
}
