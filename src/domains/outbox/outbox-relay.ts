/**
 * The relay's loop, one per worker process. Woken by NOTIFY, else looks twice a second; several relays share the work by
 * their claims. PostgreSQL or Temporal being away is a state it waits out, logged once when it begins and once when it ends.
 */
import type { Logger } from '../../platform/logger';
import { runInSystemScope } from '../../platform/unit-of-work';
import { OutboxRepository } from './outbox.repository';
import type { OutboxBacklog } from './outbox.types';
import { relayEvents, type RelayPass, type RelayPassDeps } from './relay-events.command';

export interface OutboxRelayDeps extends RelayPassDeps {
  /** Starts to listen for the hint; returns what ends it. */
  listen(onNotify: () => void): { stop(): Promise<void> };
  onBacklog(backlog: OutboxBacklog): void;
  /** Time between looks when nothing is heard; 500 ms unless a test says otherwise. */
  pollMs?: number;
}

export interface OutboxRelay {
  /** Finishes the pass under way and ends; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

const POLL_MS = 500;
const BACKLOG_EVERY_MS = 5_000;
const AWAY_PAUSE_MS = 1_000;

/** Starts relaying at once and never throws by itself. */
export function startOutboxRelay(deps: OutboxRelayDeps): OutboxRelay {
  const bell = createBell();
  const stopping = new AbortController();
  const listener = deps.listen(() => {
    bell.ring();
  });
  const done = runLoop(deps, bell, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      bell.ring();
      await done;
      await listener.stop();
    },
  };
}

async function runLoop(deps: OutboxRelayDeps, bell: Bell, stopping: AbortSignal): Promise<void> {
  const outage = createOutageLog(deps.logger);
  const pollMs = deps.pollMs ?? POLL_MS;
  let backlogDueAt = 0;
  while (!stopping.aborted) {
    try {
      const pass = await relayEvents(deps);
      outage.passed(pass);
      if (Date.now() >= backlogDueAt) {
        backlogDueAt = Date.now() + BACKLOG_EVERY_MS;
        deps.onBacklog(await runInSystemScope(deps.database, 'relay', (trx) => new OutboxRepository(trx).backlog()));
      }
      if (pass.claimed === 0 || pass.unavailable) await bell.wait(pollMs);
    } catch (error) {
      outage.failed(error);
      await bell.wait(AWAY_PAUSE_MS);
    }
  }
}

interface Bell {
  ring(): void;
  /** Resolves when rung (also if rung since the last wait) or after `ms`. */
  wait(ms: number): Promise<void>;
}

function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: async (ms) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
      wake = undefined;
    },
  };
}

interface OutageLog {
  passed(pass: RelayPass): void;
  failed(error: unknown): void;
}

/** Says when something went away and when it is back, not every half second. Temporal is back when it took an event. */
function createOutageLog(logger: Logger): OutageLog {
  let away: 'temporal' | 'postgresql' | null = null;
  const begin = (dependency: 'temporal' | 'postgresql', error?: unknown): void => {
    if (away !== dependency) logger.warn({ dependency, err: error }, 'the outbox relay waits for a dependency');
    away = dependency;
  };
  return {
    failed: (error) => {
      begin('postgresql', error);
    },
    passed: (pass) => {
      if (pass.unavailable) begin('temporal');
      else if (away === 'postgresql' || (away === 'temporal' && pass.delivered > 0)) {
        logger.info({ dependency: away }, 'the outbox relay works again');
        away = null;
      }
    },
  };
}
