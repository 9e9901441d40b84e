/**
 * `npm run bench -- edit|capacity [--json] [--runs 300]`: measures what the project claims, with its baseline in the same
 * run. `edit` at 100 and 1,000 people, `capacity` up to 10,000 (some minutes).
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchEdit, type EditBench } from './bench/edit-latency';
import type { Times } from './bench/percentiles';
import { loadConfig } from './config/config';
import { inheritedEnvironment } from './config/inherited-environment';

const sizesOf: Readonly<Record<string, readonly number[]>> = { edit: [100, 1_000], capacity: [100, 1_000, 10_000] };

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, runs: { type: 'string', default: '300' } },
  });
  const [name = 'edit'] = positionals;
  const runs = Number(values.runs);
  const sizes = sizesOf[name];
  if (sizes === undefined) throw new Error(`There is no measurement ${JSON.stringify(name)}; one of: edit, capacity.`);
  if (!Number.isSafeInteger(runs) || runs < 1) throw new Error('--runs needs a whole number above 0.');
  const result = await benchEdit({
    env: inheritedEnvironment(),
    programs: join(loadConfig().home, 'bin'),
    runs,
    sizes,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(values.json === true ? `${JSON.stringify(result)}\n` : linesOf(result));
}

function linesOf({ sizes, bareTransaction }: EditBench): string {
  const line = (what: string, times: Times): string =>
    `${what.padEnd(34)} p50 ${times.p50Ms.toFixed(2)} ms   p99 ${times.p99Ms.toFixed(2)} ms   (${String(times.runs)} runs)\n`;
  const [smallest] = sizes;
  return [
    ...sizes.map(({ people, build }) => {
      const rate = `${String(build.personDaysPerSecond)} person-days/s`;
      const bare = `bare insert ${String(build.bareInsertMs)} ms, ${String(build.ratio)} times it`;
      return `${`first build, ${String(people)} people`.padEnd(34)} ${String(build.buildMs)} ms, ${String(build.weeks)} weeks, ${rate} (${bare})\n`;
    }),
    ...sizes.map((size) => line(`one edit, ${String(size.people)} people`, size)),
    line('bare begin, insert, commit', bareTransaction),
    ...sizes.map(({ people, sizeRatio, bareRatio }) => {
      const against = `${String(people)} / ${String(smallest?.people ?? 0)} people: ${String(sizeRatio)}`;
      return `${against}   edit / bare transaction: ${String(bareRatio)}\n`;
    }),
  ].join('');
}

main().catch((error: unknown) => {
  process.stderr.write(`The measurement failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
