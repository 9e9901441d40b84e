/** Before all tests: real servers of this run alone, beside whatever else runs on the machine. */
import { handOver } from './support/server-handover';
import { beginTestRun, type TestRun } from './support/test-run';

declare global {
  var planChargeTestRun: TestRun | undefined;
}

/** Starts the servers and hands their addresses over; `tests/support/server-handover.ts` reads them. */
async function setUp(): Promise<void> {
  globalThis.planChargeTestRun = await beginTestRun();
  handOver(globalThis.planChargeTestRun.servers);
}

module.exports = setUp;
