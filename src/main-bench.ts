/** `npm run bench -- edit [--json] [--runs 300]`: measures what the project claims, with its baseline in the same run. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchEdit, type EditBench } from './bench/edit-latency';
import type { Times } from './bench/percentiles';
import { loadConfig } from './config/config';
import { inheritedEnvironment } from './config/inherited-environment';

const SIZES = [100, 1_000] as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, runs: { type: 'string', default: '300' } },
  });
  const [name = 'edit'] = positionals;
  const runs = Number(values.runs);
  if (name !== 'edit') throw new Error(`There is no measurement ${JSON.stringify(name)}; one of: edit.`);
  if (!Number.isSafeInteger(runs) || runs < 1) throw new Error('--runs needs a whole number above 0.');
  const result = await benchEdit({
    env: inheritedEnvironment(),
    programs: join(loadConfig().home, 'bin'),
    runs,
    sizes: SIZES,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(values.json === true ? `${JSON.stringify(result)}\n` : linesOf(result));
}

function linesOf({ small, large, bareTransaction, sizeRatio, bareRatio }: EditBench): string {
  const line = (what: string, times: Times): string =>
    `${what.padEnd(34)} p50 ${times.p50Ms.toFixed(2)} ms   p99 ${times.p99Ms.toFixed(2)} ms   (${String(times.runs)} runs)\n`;
  return [
    line(`one edit, ${String(small.people)} people`, small),
    line(`one edit, ${String(large.people)} people`, large),
    line('bare begin, insert, commit', bareTransaction),
    `${String(large.people)} / ${String(small.people)} people: ${String(sizeRatio)}   edit / bare transaction: ${String(bareRatio)}\n`,
  ].join('');
}

main().catch((error: unknown) => {
  process.stderr.write(`The measurement failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
