/** Measurements as lines for the terminal. */
import type { ApprovalBench } from './approval-load';
import type { ConflictBench } from './conflict-speed';
import type { EditBench } from './edit-latency';
import type { HttpBench } from './http-throughput';
import type { KernelBench } from './kernel-speed';
import type { Times } from './percentiles';
import type { PreviewBench } from './preview-latency';
import type { ReportBench } from './report-latency';

export function reportLines({
  reads,
  bareRead,
  firstByBareRead,
  plainRequest,
  plainRequestMeanwhile,
}: ReportBench): string {
  return [
    ...reads.flatMap(({ what, first, warm }) => [line(`${what}, after a write`, first), line(`${what}, warm`, warm)]),
    line('bare read of the same 52 weeks', bareRead),
    line('a plain request', plainRequest),
    line('a plain request beside the month grid', plainRequestMeanwhile),
    `heat map after a write / bare read: ${String(firstByBareRead)}\n`,
  ].join('');
}

export function approvalLines({ open, rows, schedules, reads, memory }: ApprovalBench): string {
  const { fewWaiting, allWaiting, afterDecisions } = memory;
  return [
    `${String(open)} open of ${String(rows)} requests, ${String(schedules)} schedules\n`,
    ...reads.map(({ what, times }) => line(what, times)),
    memoryLine('while a tenth of them wait', fewWaiting),
    memoryLine('while all of them wait', allWaiting),
    memoryLine('after decisions', afterDecisions),
  ].join('');
}

function memoryLine(when: string, samples: readonly number[]): string {
  const [first = 0, last = 0] = [samples[0], samples.at(-1)];
  const range = `${String(Math.min(...samples))} to ${String(Math.max(...samples))} MB`;
  return `worker ${when}: ${range} within a minute (${String(first)} MB first, ${String(last)} MB last)\n`;
}

export function editLines({ sizes, bareTransaction }: EditBench): string {
  const [smallest] = sizes;
  return [
    ...sizes.map(({ people, build, workerPeakMb }) => {
      const rate = `${String(build.personDaysPerSecond)} person-days/s`;
      const copied = `copy and insert ${String(build.copyInsertMs)} ms: ${String(build.speedShare)} of its speed`;
      const bare = `insert-select ${String(build.insertSelectMs)} ms: ${String(build.insertRatio)} times it`;
      return `${`first build, ${String(people)} people`.padEnd(34)} ${String(build.buildMs)} ms, ${String(build.weeks)} weeks, ${rate} (${copied}; ${bare}), worker ${String(workerPeakMb ?? '?')} MB at most\n`;
    }),
    ...sizes.map((size) => line(`one edit, ${String(size.people)} people`, size)),
    line('bare begin, insert, commit', bareTransaction),
    ...sizes.map(({ people, sizeRatio, bareRatio }) => {
      const against = `${String(people)} / ${String(smallest?.people ?? 0)} people: ${String(sizeRatio)}`;
      return `${against}   edit / bare transaction: ${String(bareRatio)}\n`;
    }),
  ].join('');
}

export function conflictLines(bench: ConflictBench): string {
  const { unresolved, resolved, lists, detected, detectMs, scanMs, sqlScanMs, scanRatio, sqlScanRatio } = bench;
  return [
    `${String(unresolved)} conflicts, and ${String(resolved)} that are resolved\n`,
    ...lists.map(({ what, times }) => line(what, times)),
    `detecting all ${String(detected)}: ${String(detectMs)} ms; firm > net in the ledgers ${String(scanMs)} ms `,
    `(${String(scanRatio)} times it), in SQL ${String(sqlScanMs)} ms (${String(sqlScanRatio)} times it)\n`,
  ].join('');
}

export function kernelLines(bench: KernelBench): string {
  const { people, personDays, stagedSqlMs, availabilityMs, ledgerMs, readPlansMs, ratio, differences } = bench;
  return [
    `${String(people)} people, ${String(personDays)} person-days, ${String(differences)} differ\n`,
    `staged SQL ${String(stagedSqlMs)} ms, engine ${String(availabilityMs)} ms: ${String(ratio)} times as fast\n`,
    `the engine with bookings, all figures: ${String(ledgerMs)} ms; reading the plans: ${String(readPlansMs)} ms\n`,
  ].join('');
}

export function previewLines({ people, daysChanged, workweek, holiday, realWorkweek }: PreviewBench): string {
  return [
    line(`preview of a workweek, ${String(people)} people, ${String(daysChanged)} days change`, workweek),
    line(`preview of a holiday, ${String(people)} people`, holiday),
    line('the real change of the workweek', realWorkweek),
  ].join('');
}

export function httpLines(results: readonly HttpBench[]): string {
  return results
    .map(({ what, api, bare, walled, bareRatio, walledRatio, p99Ms }) =>
      [
        `${what.padEnd(12)} API ${String(api)}/s   bare ${String(bare)}/s   bare within the walls ${String(walled)}/s`,
        `${''.padEnd(12)} API / bare ${String(bareRatio)}   API / bare within the walls ${String(walledRatio)}`,
        `${''.padEnd(12)} p99 ${p99Ms.small.toFixed(2)} ms of 100 people, ${p99Ms.large.toFixed(2)} ms of 10,000\n`,
      ].join('\n'),
    )
    .join('');
}

function line(what: string, times: Times): string {
  return `${what.padEnd(50)} p50 ${times.p50Ms.toFixed(2)} ms   p99 ${times.p99Ms.toFixed(2)} ms   (${String(times.runs)} runs)\n`;
}
