/** Waiting for a condition that nothing announces: a port that answers, a process that is gone. */
import { setTimeout as pause } from 'node:timers/promises';

const STEP_MS = 25;

/** Asks every 25 ms, or `stepMs`, until `probe` answers something other than undefined; undefined itself once the limit is over. */
export async function pollUntil<T>(
  probe: () => Promise<T | undefined>,
  limitMs: number,
  stepMs = STEP_MS,
): Promise<T | undefined> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined || performance.now() >= end) return answer;
    await pause(stepMs);
  }
}
