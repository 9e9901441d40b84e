/** Build step: `node dist/src/main-bundle.js` writes `dist/workflow-bundle.js`, so that a worker starts without webpack. */
import { writeFile } from 'node:fs/promises';
import { bundleWorkflowCode } from '@temporalio/worker';
import { prebuiltBundlePath, workflowBundleOptions } from './workflow-bundle';

async function main(): Promise<void> {
  const { code } = await bundleWorkflowCode(workflowBundleOptions());
  await writeFile(prebuiltBundlePath(), code);
}

main().catch((error: unknown) => {
  process.stderr.write(`The workflows could not be bundled: ${String(error)}\n`);
  process.exitCode = 1;
});
