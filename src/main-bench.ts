/**
 * `npm run bench -- edit|capacity|reports|matching [--json] [--runs 300]`: measures what the project claims, with its baseline in the same
 * run. `edit` at 100 and 1,000 people, `capacity` up to 10,000 (some minutes), `reports` up to 2,000 (30 runs unless said otherwise);
 * `matching` needs no server.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchEdit, type EditBench } from './bench/edit-latency';
import { benchMatching, linesOfMatching } from './bench/matching-report';
import { benchReports, type ReportBench } from './bench/report-latency';
import type { Times } from './bench/percentiles';
import { loadConfig } from './config/config';
import { inheritedEnvironment } from './config/inherited-environment';

const sizesOf: Readonly<Record<string, readonly number[]>> = { edit: [100, 1_000], capacity: [100, 1_000, 10_000] };

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, runs: { type: 'string' } },
  });
  const [name = 'edit'] = positionals;
  if (name === 'matching') {
    measureMatching(values.json === true);
    return;
  }
  const runs = Number(values.runs ?? (name === 'reports' ? 30 : 300));
  const sizes = sizesOf[name];
  if (sizes === undefined && name !== 'reports') {
    throw new Error(`There is no measurement ${JSON.stringify(name)}; one of: edit, capacity, reports, matching.`);
  }
  if (!Number.isSafeInteger(runs) || runs < 1) throw new Error('--runs needs a whole number above 0.');
  const request = {
    env: inheritedEnvironment(),
    programs: join(loadConfig().home, 'bin'),
    runs,
    log: (text: string) => process.stderr.write(`${text}\n`),
  };
  if (sizes === undefined) {
    const result = await benchReports(request);
    process.stdout.write(values.json === true ? `${JSON.stringify(result)}\n` : reportLines(result));
    return;
  }
  const result = await benchEdit({ ...request, sizes });
  process.stdout.write(values.json === true ? `${JSON.stringify(result)}\n` : editLines(result));
}

function measureMatching(asJson: boolean): void {
  const figures = benchMatching((text) => process.stderr.write(`${text}\n`));
  process.stdout.write(asJson ? `${JSON.stringify(figures)}\n` : linesOfMatching(figures));
}

function line(what: string, times: Times): string {
  return `${what.padEnd(50)} p50 ${times.p50Ms.toFixed(2)} ms   p99 ${times.p99Ms.toFixed(2)} ms   (${String(times.runs)} runs)\n`;
}

function reportLines({ reads, bareRead, firstByBareRead, plainRequest, plainRequestMeanwhile }: ReportBench): string {
  return [
    ...reads.flatMap(({ what, first, warm }) => [line(`${what}, after a write`, first), line(`${what}, warm`, warm)]),
    line('bare read of the same 52 weeks', bareRead),
    line('a plain request', plainRequest),
    line('a plain request beside the month grid', plainRequestMeanwhile),
    `heat map after a write / bare read: ${String(firstByBareRead)}\n`,
  ].join('');
}

function editLines({ sizes, bareTransaction }: EditBench): string {
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
