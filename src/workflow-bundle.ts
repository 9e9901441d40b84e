/**
 * Where the workflow code is and how it is bundled: one answer for the worker, the build, the tests and replay. The
 * interceptors are part of the bundle; a bundle without them would not replay what one with them recorded.
 */
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type BundleOptions } from '@temporalio/worker';

const ROOT = join(__dirname, '..');
/** `.ts` when run from the sources, `.js` when compiled: the bundler wants the file's whole name. */
const SUFFIX = extname(__filename);

/** What to bundle, from wherever this file runs: the sources, or their compiled form under `dist`. */
export function workflowBundleOptions(): BundleOptions {
  return {
    workflowsPath: join(ROOT, 'workflows', `index${SUFFIX}`),
    workflowInterceptorModules: [join(ROOT, 'temporal-config', `workflow-interceptors${SUFFIX}`)],
    logger: new DefaultLogger('WARN'),
  };
}

/** Where `main-bundle` writes and a compiled worker looks. */
export function prebuiltBundlePath(): string {
  return join(ROOT, 'workflow-bundle.js');
}

/** The bundle made by the build when this runs compiled, else one made now (about two seconds). */
export async function loadWorkflowBundle(): Promise<{ codePath: string } | { code: string }> {
  const codePath = prebuiltBundlePath();
  return existsSync(codePath) ? { codePath } : bundleWorkflowCode(workflowBundleOptions());
}
