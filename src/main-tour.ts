/** `npm run tour [-- ADDRESS]`: the five-minute tour against the running system. Ends non-zero when a step is wrong. */
import { loadConfig } from './config/config';
import { runTour } from './tour/run-tour';
import { TourError } from './tour/tour-client';

async function main(): Promise<void> {
  const { port, temporal } = loadConfig();
  const baseUrl = (process.argv[2] ?? `http://127.0.0.1:${String(port)}`).replace(/\/$/, '');
  const uiUrl = `http://127.0.0.1:${String(temporal.uiPort)}/namespaces/${temporal.namespace}/workflows`;
  const print = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  print(`A tour of Plan Charge at ${baseUrl}`);
  await runTour({ baseUrl, workflowUrl: (id) => `${uiUrl}/${encodeURIComponent(id)}`, print });
  print('\nThe tour is complete; the plan is as it was.');
}

main().catch((error: unknown) => {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`\nThe tour stopped: ${error instanceof TourError ? error.message : stack}\n`);
  process.exitCode = 1;
});
