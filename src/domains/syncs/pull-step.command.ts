/**
 * Reads pages of a provider for a while, ahead of what is stored. Pages and the cursor behind them are one transaction, with no
 * call to the provider in it.
 */
import { SecretUnreadableError } from '../../platform/secrets/key-ring';
import { DomainError } from '../../shared/domain-error';
import { readAhead } from '../../shared/read-ahead';
import { findCredentials, refuseCredentials } from '../integrations/connection-credentials.command';
import type { ConnectionProvider } from '../integrations/connections.types';
import { holdConnection } from '../integrations/hold-connection.query';
import { ProviderError, type ProviderCredentials, type ProviderPage } from '../integrations/provider.types';
import { cursorWithin, nextPage, skipKind, storePage, type PageToRead } from './pull-records.command';
import { SyncRunRepository } from './sync-runs.repository';
import { holdRunning, inSync, standOf, type SyncStepDeps } from './sync-step-runtime.command';
import type { RunRef, StepResult } from './sync-steps.types';
import type { SyncRun } from './syncs.types';

/** After this long a step answers, so that the workflow shows where it is; the next one goes on. */
const STEP_MS = 20_000;
/** Rows that may wait to be stored while more are asked for. */
const ROWS_AHEAD = 1_000;

interface Reading {
  run: SyncRun;
  asked: PageToRead;
  provider: ConnectionProvider;
  credentials: ProviderCredentials | null;
}

/**
 * Pulls until everything is read, the step's time is up, or a person has to act. Idempotent: it goes on at the stored cursor,
 * and of two attempts at once one stores a page.
 * @throws DomainError dependency_unavailable, too_many_requests to be tried again; ProviderError contract_breach for good
 */
export async function pullStep(deps: SyncStepDeps, ref: RunRef, signal: AbortSignal): Promise<StepResult> {
  const until = deps.clock.now().getTime() + STEP_MS;
  do {
    const reading = await inSync(deps, ref, (uow) => prepare(uow, deps, ref));
    if (reading === null) break;
    await readListing(deps, ref, { reading, signal, until });
  } while (deps.clock.now().getTime() < until);
  return inSync(deps, ref, (uow) => standOf(uow, ref));
}

/** Null when the run has nothing to read, or may not go on. */
async function prepare(
  uow: Parameters<typeof holdRunning>[0],
  deps: SyncStepDeps,
  ref: RunRef,
): Promise<Reading | null> {
  const run = await holdRunning(uow, ref);
  if (run?.phase !== 'pulling') return null;
  const connection = await holdConnection(uow, ref.connectionId);
  const asked = await nextPage(uow, run, connection);
  if (asked === null) return null;
  const credentials = await findCredentials(uow, deps.keyRing, ref.connectionId).catch(unreadable);
  return { run, asked, provider: connection.provider, credentials };
}

function unreadable(error: unknown): null {
  if (error instanceof SecretUnreadableError) return null;
  throw error;
}

/** Reads on while the pages before are stored, until the listing ends, the time is up, or the provider refuses. */
async function readListing(
  deps: SyncStepDeps,
  ref: RunRef,
  { reading, signal, until }: { reading: Reading; signal: AbortSignal; until: number },
): Promise<void> {
  const { run, credentials } = reading;
  if (credentials === null) return park(deps, ref, { error: 'credentials_missing', refused: null });
  const stop = new AbortController();
  const listing: Listing = { reading, credentials, asked: reading.asked };
  const pages = pagesOf(deps, ref, { listing, signal: AbortSignal.any([signal, stop.signal]), until });
  try {
    for await (const read of readAhead(pages, { most: ROWS_AHEAD, weigh: ({ page }) => rowsOf(page) })) {
      const goesOn = await inSync(deps, ref, (uow) => storePage(uow, { run, ...asOnePage(read) })).catch(
        (error: unknown) => {
          stop.abort();
          throw error;
        },
      );
      if (goesOn) continue;
      stop.abort();
      return;
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await afterRefusal(deps, ref, { listing, error });
  }
}

/** A listing under way: the page that is asked for next, and with what. */
interface Listing {
  reading: Reading;
  credentials: ProviderCredentials;
  asked: PageToRead;
}

interface ReadPage {
  asked: PageToRead;
  page: ProviderPage;
}

async function* pagesOf(
  deps: SyncStepDeps,
  ref: RunRef,
  { listing, signal, until }: { listing: Listing; signal: AbortSignal; until: number },
): AsyncGenerator<ReadPage> {
  while (deps.clock.now().getTime() < until) {
    const { asked } = listing;
    const page = await ask(deps, ref, { listing, signal });
    yield { asked, page };
    if (page.nextCursor === null) return;
    listing.asked = { ...asked, cursor: cursorWithin(asked.cursor, page) };
  }
}

/** Pages that follow each other as one: asked for like the first, ending like the last. */
function asOnePage(read: readonly ReadPage[]): ReadPage {
  const [first, last] = [read[0], read.at(-1)];
  if (first === undefined || last === undefined) throw new Error('there is at least one page');
  const page = {
    ...last.page,
    records: read.flatMap(({ page: { records } }) => records),
    rejected: read.flatMap(({ page: { rejected } }) => rejected),
    moved: read.some(({ page: { moved } }) => moved),
  };
  return { asked: first.asked, page };
}

function rowsOf({ records, rejected }: ProviderPage): number {
  return 1 + records.length + rejected.length;
}

async function ask(
  deps: SyncStepDeps,
  ref: RunRef,
  { listing, signal }: { listing: Listing; signal: AbortSignal },
): Promise<ProviderPage> {
  const { reading, credentials } = listing;
  const provider = deps.providers[reading.provider];
  if (provider === undefined) throw new DomainError('conflict', `There is no adapter of ${reading.provider}.`);
  const { kind, cursor, window, userExternalIds } = listing.asked;
  return provider.listPage({
    kind,
    cursor: cursor.page,
    credentials,
    signal,
    ...(window === undefined ? {} : { window }),
    ...(userExternalIds === undefined ? {} : { userExternalIds }),
    onCredentialsRotated: async (fresh) => {
      await deps.keepRotatedCredentials(ref, { spent: credentials, fresh });
      listing.credentials = fresh;
    },
  });
}

/** What a person must mend parks the run or leaves a kind out; what passes is tried again; the rest ends the run. */
async function afterRefusal(
  deps: SyncStepDeps,
  ref: RunRef,
  { listing, error }: { listing: Listing; error: ProviderError },
): Promise<void> {
  const { asked, credentials } = listing;
  const { run } = listing.reading;
  switch (error.reason) {
    case 'revoked':
      return park(deps, ref, { error: 'credentials_revoked', refused: credentials });
    case 'missing_scope':
      return inSync(deps, ref, (uow) => skipKind(uow, { run, asked, code: 'missing_scope' }));
    case 'rate_limited':
      throw new DomainError('too_many_requests', 'The provider asks us to wait.');
    case 'unavailable':
      throw new DomainError('dependency_unavailable', 'The provider cannot be reached.');
    case 'contract_breach':
      throw error;
  }
}

/** The run waits for other credentials; if they came while the old ones were refused, it simply goes on. */
async function park(
  deps: SyncStepDeps,
  ref: RunRef,
  { error, refused }: { error: string; refused: ProviderCredentials | null },
): Promise<void> {
  await inSync(deps, ref, async (uow) => {
    if ((await holdRunning(uow, ref)) === undefined) return;
    const isParked = await refuseCredentials(uow, deps.keyRing, { connectionId: ref.connectionId, error, refused });
    if (!isParked) return;
    await new SyncRunRepository(uow.trx, uow.organizationId).advance(ref.runId, { phase: 'waiting_for_credentials' });
  });
}
