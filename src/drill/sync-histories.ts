/** The workflow histories of a connection's syncs, as the server has them: do they replay, and do they say who somebody is? */
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { syncWorkflowId } from '../domains/syncs/sync.contract';
import { pollUntil } from '../local-servers/poll-until';
import { noTracing, workflowSpanSinks } from '../platform/tracing';
import { loadWorkflowBundle } from '../workflow-bundle';

type History = Awaited<ReturnType<Awaited<ReturnType<Client['workflow']['getHandle']>>['fetchHistory']>>;

/** What to replay with; made once, since bundling takes seconds. The replaying workers say nothing of their own. */
export async function replayOptions(): Promise<ReplayWorkerOptions> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  return { workflowBundle: await loadWorkflowBundle(), sinks: workflowSpanSinks(noTracing()) };
}

/** Histories of every run of these connections' workflows. Lists lag behind, so at least one each is waited for. */
export async function historiesOf(address: string, connectionIds: readonly string[]): Promise<History[]> {
  const connection = await Connection.connect({ address });
  try {
    const { workflow } = new Client({ connection });
    const histories: History[] = [];
    for (const id of connectionIds.map(syncWorkflowId)) {
      const runs = await pollUntil(async () => {
        const found: string[] = [];
        for await (const { runId } of workflow.list({ query: `WorkflowId = "${id}"` })) found.push(runId);
        return found.length > 0 ? found : undefined;
      }, 30_000);
      for (const runId of runs ?? []) histories.push(await workflow.getHandle(id, runId).fetchHistory());
    }
    return histories;
  } finally {
    await connection.close();
  }
}

/** A sentence for each history that the workflows of today would not repeat; one worker replays all. */
export async function replayProblems(options: ReplayWorkerOptions, histories: readonly History[]): Promise<string[]> {
  const problems: string[] = [];
  const named = histories.map((history, index) => ({ workflowId: `history ${String(index)}`, history }));
  for await (const { error } of Worker.runReplayHistories(options, named)) {
    if (error !== undefined) problems.push(`a history does not replay: ${error.message}`);
  }
  return problems;
}

/** Every text of a history, payloads decoded. */
export function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value instanceof Uint8Array) yield Buffer.from(value).toString('utf8');
  else if (Array.isArray(value)) for (const item of value) yield* textsOf(item);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) yield* textsOf(item);
}
