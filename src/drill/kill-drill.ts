/** The kill drill: write, `kill -9` everything at a random moment, start again, see whether every word was kept; many times. */
import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from './api-client';
import { createRandom, type Random } from './random';
import { seedOrganization, type DrillOrganization } from './seed-organization';
import { recomputeInFull, verify, type Verified } from './verification';
import { WholeSystem, type WholeSystemRequest } from './whole-system';
import { Writer } from './writer';

export interface KillDrillRequest extends WholeSystemRequest {
  rounds: number;
  seed: number;
  log: (line: string) => void;
  /** The system once it is there, for a caller who may have to end it early. */
  onSystem?: (system: WholeSystem) => void;
}

export interface KillRound extends Verified {
  /** Milliseconds from the first write to the kill. */
  killedAfterMs: number;
  acknowledged: number;
  processes: number;
  readyAfterMs: number;
}

const PEOPLE = 8;
const WRITERS = 4;
const START_LIMIT_MS = 120_000;
const WRITE_LIMIT_MS = 15_000;
const SHORTEST_MS = 200;
const LONGEST_MS = 3_000;

/**
 * Runs the rounds and answers them; the system is ended and its home removed in any case.
 * @throws Error when the system does not come back at all
 */
export async function runKillDrill(request: KillDrillRequest): Promise<KillRound[]> {
  const system = await WholeSystem.prepare(request);
  request.onSystem?.(system);
  try {
    const drill = await prepare(system, request);
    const rounds: KillRound[] = [];
    for (let number = 1; number <= request.rounds; number += 1) {
      const round = await killOnce(system, drill);
      rounds.push(round);
      request.log(lineOf(number, round));
    }
    return rounds;
  } finally {
    await system.remove();
  }
}

interface Drill {
  organization: DrillOrganization;
  api: ApiClient;
  writers: readonly Writer[];
  random: Random;
}

async function prepare(system: WholeSystem, { seed, log }: KillDrillRequest): Promise<Drill> {
  const readyAfterMs = await system.start(START_LIMIT_MS);
  const organization = await seedOrganization(system, PEOPLE);
  const api = new ApiClient(system.apiUrl, WRITE_LIMIT_MS);
  await api.logIn(organization.login);
  const run = await recomputeInFull(api);
  const random = createRandom(seed);
  const writers = Array.from({ length: WRITERS }, (_, index) => {
    return new Writer({
      name: `w${String(index + 1)}`,
      api,
      organization,
      random: createRandom(random.integer(0, 2 ** 31)),
    });
  });
  log(
    `ready after ${String(readyAfterMs)} ms; ${String(PEOPLE)} people, first recompute ${String(run['state'])}; seed ${String(seed)}`,
  );
  return { organization, api, writers, random };
}

async function killOnce(system: WholeSystem, { organization, api, writers, random }: Drill): Promise<KillRound> {
  const before = acknowledgedBy(writers);
  const stop = new AbortController();
  const writing = Promise.all(writers.map((writer) => writer.write(stop.signal)));
  const killedAfterMs = random.integer(SHORTEST_MS, LONGEST_MS);
  await pause(killedAfterMs);
  const processes = await system.killAll();
  stop.abort();
  await writing;
  const acknowledged = acknowledgedBy(writers) - before;
  const readyAfterMs = await system.start(START_LIMIT_MS);
  const login = await api.logIn(organization.login);
  if (login.status !== 200) throw new Error(`sign-in after the restart was answered ${String(login.status)}`);
  const verified = await verify({ api, organization, databaseAdminUrl: system.databaseAdminUrl, writers });
  return { ...verified, killedAfterMs, acknowledged, processes, readyAfterMs };
}

function acknowledgedBy(writers: readonly Writer[]): number {
  return writers.reduce((total, { journal }) => total + journal.acknowledged, 0);
}

function lineOf(number: number, round: KillRound): string {
  const parts = [
    `round ${String(number)}`,
    `${String(round.acknowledged)} writes acknowledged in ${String(round.killedAfterMs)} ms`,
    `${String(round.processes)} processes killed`,
    `ready after ${String(round.readyAfterMs)} ms`,
    `${String(round.records)} records there, ${String(round.deleted)} deleted`,
    `${String(round.foundDone)} unanswered writes had happened`,
    `slowest next write ${String(round.slowestWriteMs)} ms`,
    `drained after ${String(round.drainedMs)} ms`,
    `${String(round.weeks)} weeks and ${String(round.openConflicts)} conflicts as a full recompute has them`,
    round.losses.length === 0 ? 'nothing lost' : `LOST: ${round.losses.slice(0, 5).join(' | ')}`,
  ];
  return parts.join('; ');
}
