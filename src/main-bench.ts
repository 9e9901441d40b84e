/**
 * `npm run bench -- NAME [--json] [--runs N]`: measures what the project claims, with its baseline in the same run. `edit` at
 * 100 and 1,000 people, `capacity` up to 10,000 (some minutes), `reports` up to 2,000, `previews` at 1,000, `kernel` against SQL and `conflicts` at 2,000, `http` against a bare server;
 * `approvals` with a thousand open ones (some minutes);
 * `sync [--size 1000] [--part pull|apply]` at the providers' real limits (10,000 people: some minutes of pulling, the rest takes
 * longer); `matching` needs no server.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchApprovals } from './bench/approval-load';
import {
  approvalLines,
  conflictLines,
  editLines,
  httpLines,
  kernelLines,
  previewLines,
  reportLines,
} from './bench/bench-lines';
import { benchConflicts } from './bench/conflict-speed';
import { benchEdit } from './bench/edit-latency';
import { benchHttp } from './bench/http-throughput';
import { benchKernel } from './bench/kernel-speed';
import { benchMatching, linesOfMatching } from './bench/matching-report';
import { syncLines } from './bench/sync-lines';
import { benchSync, syncParts, type SyncPart } from './bench/sync-rates';
import { benchPreviews } from './bench/preview-latency';
import { benchReports } from './bench/report-latency';
import { loadConfig } from './config/config';
import { inheritedEnvironment } from './config/inherited-environment';
import { fakeSizes, type FakeSize } from './fake-providers/start-fake-providers';

interface Request {
  env: NodeJS.ProcessEnv;
  /** Folder of fetched programs. */
  programs: string;
  runs: number;
  /** People in the fake providers. */
  size: FakeSize;
  /** Of `sync`. */
  parts: readonly SyncPart[];
  log: (text: string) => void;
}

/** What one measurement found: for `--json`, and for people. */
interface Outcome {
  result: object;
  lines: string;
}

interface Measurement {
  /** How often it measures unless `--runs` says otherwise. */
  runs: number;
  measure: (request: Request) => Promise<Outcome>;
}

const edits = async (request: Request, sizes: readonly number[]): Promise<Outcome> => {
  const result = await benchEdit({ ...request, sizes });
  return { result, lines: editLines(result) };
};

const measurements: Readonly<Record<string, Measurement>> = {
  edit: { runs: 300, measure: (request) => edits(request, [100, 1_000]) },
  capacity: { runs: 300, measure: (request) => edits(request, [100, 1_000, 2_000, 10_000]) },
  reports: {
    runs: 30,
    measure: async (request) => {
      const result = await benchReports(request);
      return { result, lines: reportLines(result) };
    },
  },
  conflicts: {
    runs: 50,
    measure: async (request) => {
      const result = await benchConflicts(request);
      return { result, lines: conflictLines(result) };
    },
  },
  kernel: {
    runs: 5,
    measure: async (request) => {
      const result = await benchKernel(request);
      return { result, lines: kernelLines(result) };
    },
  },
  approvals: {
    runs: 50,
    measure: async (request) => {
      const result = await benchApprovals(request);
      return { result, lines: approvalLines(result) };
    },
  },
  previews: {
    runs: 10,
    measure: async (request) => {
      const result = await benchPreviews(request);
      return { result, lines: previewLines(result) };
    },
  },
  matching: {
    runs: 1,
    measure: ({ log }) => {
      const result = benchMatching(log);
      return Promise.resolve({ result, lines: linesOfMatching(result) });
    },
  },
  sync: {
    runs: 1,
    measure: async (request) => {
      const result = await benchSync({ ...request, workers: [1, 3] });
      return { result, lines: syncLines(result) };
    },
  },
  http: {
    runs: 5,
    measure: async ({ runs, ...request }) => {
      const result = await benchHttp({ ...request, turns: runs });
      return { result, lines: httpLines(result) };
    },
  },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      runs: { type: 'string' },
      size: { type: 'string' },
      part: { type: 'string' },
    },
  });
  const [name = 'edit'] = positionals;
  const measurement = measurements[name];
  if (measurement === undefined) {
    const names = Object.keys(measurements).join(', ');
    throw new Error(`There is no measurement ${JSON.stringify(name)}; one of: ${names}.`);
  }
  const runs = Number(values.runs ?? measurement.runs);
  if (!Number.isSafeInteger(runs) || runs < 1) throw new Error('--runs needs a whole number above 0.');
  const size = fakeSizes.find((one) => String(one) === (values.size ?? '10000'));
  if (size === undefined) throw new Error(`--size is one of ${fakeSizes.join(', ')}.`);
  const parts = syncParts.filter((part) => values.part === undefined || values.part === part);
  if (parts.length === 0) throw new Error(`--part is one of ${syncParts.join(', ')}.`);
  const log = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  const programs = join(loadConfig().home, 'bin');
  const env = inheritedEnvironment();
  const { result, lines } = await measurement.measure({ env, programs, runs, size, parts, log });
  process.stdout.write(values.json === true ? `${JSON.stringify(result)}\n` : lines);
}

main().catch((error: unknown) => {
  process.stderr.write(`The measurement failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
