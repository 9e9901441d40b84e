/**
 * Records `histories/*.json` anew: `node --import tsx tests/replay/record-histories.ts HOST:PORT`, against a dev server that
 * knows the search attributes. Only for new branches: a history that no longer replays means that a `patched` is missing.
 * Names given after the address record those scenarios only.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { bundleWorkflowCode, DefaultLogger, Runtime } from '@temporalio/worker';
import { workflowBundleOptions } from '../../src/workflow-bundle';
import { startHarness } from '../workflows/workflow-harness';
import { recordedScenarios } from './recorded-scenarios';

async function main([address, ...names]: string[]): Promise<void> {
  if (address === undefined) throw new Error('usage: record-histories HOST:PORT [scenario ...]');
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const bundle = await bundleWorkflowCode(workflowBundleOptions());
  for (const scenario of recordedScenarios()) {
    if (names.length > 0 && !names.includes(scenario.name)) continue;
    const harness = await startHarness({ address, bundle, activities: scenario.activities });
    const handle = await scenario.run(harness);
    const history = historyToJSON(await handle.fetchHistory());
    await writeFile(
      join(__dirname, 'histories', `${scenario.name}.json`),
      `${JSON.stringify(JSON.parse(history), null, 1)}\n`,
    );
    await harness.close();
    process.stdout.write(`${scenario.name}\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
