/** After all tests: stops the servers of this run, waits for each, removes their folder. */

/** Ends what `global-setup.ts` began. */
async function tearDown(): Promise<void> {
  await globalThis.planChargeTestRun?.end();
}

module.exports = tearDown;
