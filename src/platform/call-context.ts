/** The context of the work under way in this process: set by HTTP middleware, the relay and activities, read by logs and by outgoing calls. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallContext } from '../../temporal-config/context-header';

export type { CallContext } from '../../temporal-config/context-header';

const storage = new AsyncLocalStorage<CallContext>();

/** Runs `work` so that everything it calls, and everything that calls, sees `context`. */
export function runWithCallContext<T>(context: CallContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the caller; undefined outside any. */
export function currentCallContext(): CallContext | undefined {
  return storage.getStore();
}
