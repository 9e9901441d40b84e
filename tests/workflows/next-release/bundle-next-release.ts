/** Bundles a next release, as a deployment would. */
import { join } from 'node:path';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { workflowBundleOptions } from '../../../src/workflow-bundle';

export async function bundleNextRelease(name: 'with-patch' | 'without-patch'): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ ...workflowBundleOptions(), workflowsPath: join(__dirname, `${name}.ts`) });
}
