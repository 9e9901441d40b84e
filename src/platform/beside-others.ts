/** Long computations that leave the process time for everything else. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { InSteps } from '../shared/in-steps';

/** Milliseconds of work between two turns of the event loop. */
const WORK_MS = 20;

/** The result of `steps`; timers, sockets and other requests get their turn about every 20 ms, as far as the steps are that short. */
export async function besideOthers<Result>(steps: InSteps<Result>): Promise<Result> {
  for (let began = performance.now(); ;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - began < WORK_MS) continue;
    await nextTurn();
    began = performance.now();
  }
}
