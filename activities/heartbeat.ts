/** Tells the server that an attempt is alive, so that a killed worker's work is given to another within seconds. */
import type { Context } from '@temporalio/activity';

const EVERY_MS = 1_000;

/** Runs `work` with a heartbeat each second; the SDK thins them out to what the timeout needs. */
export async function withHeartbeat<T>(context: Pick<Context, 'heartbeat'>, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    context.heartbeat();
  }, EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
