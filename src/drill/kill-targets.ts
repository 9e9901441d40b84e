/** What a drill with a mail server of its own kills: one part, or everything at once. */
import type { LocalMailServer } from '../local-servers/mail-server';
import { killProcess } from './kill-process';
import { killableParts, type PartsSystem } from './parts-system';
import type { Random } from './random';

export const killTargets = [...killableParts, 'mail server', 'everything'] as const;
export type KillTarget = (typeof killTargets)[number];

/**
 * Sendings under way in one worker (its activity slots): each may have handed over one mail or message whose receipt one kill kept
 * from being noted. It comes again under the same id, by which a receiver can tell; nothing else may come twice.
 */
export const MOST_DOUBLED_BY_ONE_KILL = 16;

/** From the kill until all was whole again, in milliseconds since the epoch. */
export interface Outage {
  from: number;
  to: number;
}

const READY_LIMIT_MS = 180_000;

const MINUTE_MS = 60_000;
/** In a minute. A part is given up by its supervisor when it dies five times in one: three times alone and once with everything are four. */
const MOST_KILLS_OF_A_PART = 3;
const MOST_KILLS_OF_EVERYTHING = 1;

/** Chooses what to kill next by chance, and nothing so often that it is not started again. */
export class KillChoice {
  #kills: { target: KillTarget; at: number }[] = [];

  constructor(private readonly random: Random) {}

  /** @param now milliseconds of any clock that goes on */
  next(now = performance.now()): KillTarget {
    this.#kills = this.#kills.filter(({ at }) => now - at < MINUTE_MS);
    const target = this.random.pick(killTargets.filter((one) => this.#isBearable(one)));
    this.#kills.push({ target, at: now });
    return target;
  }

  #isBearable(target: KillTarget): boolean {
    const most = target === 'everything' ? MOST_KILLS_OF_EVERYTHING : MOST_KILLS_OF_A_PART;
    return this.#kills.filter((kill) => kill.target === target).length < most;
  }
}

/** `kill -9`; answers when everything is ready again. @throws Error when that does not come within three minutes */
export async function killTarget(
  { system, mailServer }: { system: PartsSystem; mailServer: LocalMailServer },
  target: KillTarget,
): Promise<Outage> {
  const from = Date.now();
  const isAll = target === 'everything';
  if (isAll || target === 'mail server') killMailServer(mailServer);
  if (isAll) for (const part of killableParts) system.kill(part);
  else if (target !== 'mail server') await system.strike(target, READY_LIMIT_MS);
  await mailServer.awaitReady(READY_LIMIT_MS);
  await system.awaitReady(READY_LIMIT_MS);
  return { from, to: Date.now() };
}

function killMailServer({ pid }: LocalMailServer): void {
  const running = pid();
  if (running !== undefined) killProcess(running);
}
