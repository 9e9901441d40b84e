/**
 * `npm run fakes -- [--size 30|1000|10000] [--seed 1] [--payfit-port 0] [--gryzzly-port 0]`: a Payfit and a Gryzzly that answer
 * as their contracts say, full of invented people. For development and tests; ends on SIGINT or SIGTERM.
 */
import { parseArgs } from 'node:util';
import { fakeSizes, startFakeProviders } from './fake-providers/start-fake-providers';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      'payfit-port': { type: 'string', default: '0' },
      'gryzzly-port': { type: 'string', default: '0' },
      run: { type: 'string' }, // mark of the supervisor
    },
  });
  const size = fakeSizes.find((one) => String(one) === values.size);
  if (size === undefined) throw new Error(`--size is one of ${fakeSizes.join(', ')}`);
  const fakes = await startFakeProviders({
    size,
    seed: Number(values.seed),
    ports: { payfit: Number(values['payfit-port']), gryzzly: Number(values['gryzzly-port']) },
  });
  process.stdout.write(`PAYFIT_BASE_URL=${fakes.baseUrls.payfit}\nGRYZZLY_BASE_URL=${fakes.baseUrls.gryzzly}\n`);
  const stop = (): void => {
    process.off('disconnect', stop); // who listens to the channel is kept alive by it
    if (process.connected) process.disconnect();
    void fakes.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  process.on('disconnect', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
