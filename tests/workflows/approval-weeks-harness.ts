/** Requests that take weeks: the time-skipping server, a database whose clock goes with it, and workers that come and go. */
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import { approvalWorkflowId, approvalWorkflowInput } from '../../src/domains/approvals/approvals.contract';
import { instantAt, localDate } from '../../src/domains/approvals/zoned-time.rules';
import type { Mail } from '../../src/platform/mailer';
import { noTracing, workflowSpanSinks } from '../../src/platform/tracing';
import { addDays, fromEpochDay, mondayOf, toEpochDay } from '../../src/shared/calendar-dates';
import { realActivities } from '../activities/activity-deps';
import { startApi, type SignedIn, type TestApi } from '../support/api';
import { testServers } from '../support/server-handover';

export type Bundle = NonNullable<WorkerOptions['workflowBundle']>;

const PARIS = 'Europe/Paris';
const HOUR_MS = 3_600_000;

/** The server of a file's tests: its time goes on from one test to the next. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const path = testServers().timeSkippingServerPath;
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
}

/** One organisation, and its weeks, counted in days from a Monday at least a week ahead. */
export class Weeks {
  readonly mails: Mail[] = [];
  readonly #taskQueue = `test-${randomUUID()}`;
  #worker: { worker: Worker; ended: Promise<void> } | undefined;

  private constructor(
    readonly env: TestWorkflowEnvironment,
    readonly api: TestApi,
    /** Beside those of each role. */
    readonly people: Record<string, SignedIn>,
    readonly monday: string,
  ) {}

  /** `names` are signed in as managers, those that begin with `admin-` as admins. */
  static async begin(env: TestWorkflowEnvironment, names: readonly string[]): Promise<Weeks> {
    const api = await startApi();
    const { organizationId } = api;
    const people: Record<string, SignedIn> = {};
    for (const name of names) {
      people[name] = await api.signIn({ role: name.startsWith('admin-') ? 'admin' : 'manager', organizationId });
    }
    const today = localDate(new Date(await env.currentTimeMs()), PARIS);
    const weeks = new Weeks(env, api, people, addDays(fromEpochDay(mondayOf(toEpochDay(today))), 14));
    api.clock.set(new Date(await env.currentTimeMs()).toISOString());
    return weeks;
  }

  who(name: string): SignedIn {
    return this.people[name] ?? this.api.as[name as 'owner'];
  }

  /** The date so many days after the Monday. */
  day(days: number): string {
    return addDays(this.monday, days);
  }

  /** Lets the time pass until `hour` o'clock in Paris of a day counted from the Monday. */
  async goTo(days: number, hour: number): Promise<void> {
    const instant = instantAt({ date: this.day(days), msOfDay: hour * HOUR_MS }, PARIS);
    await this.env.sleep(instant.getTime() - (await this.env.currentTimeMs()));
    this.api.clock.set(instant.toISOString());
  }

  /**
   * Starts a worker with this code after the one there was has ended. It keeps no workflow in memory: each step begins with a
   * replay of all before, and the server, which waits for ever for a worker that had one, need not know who is gone.
   */
  async deploy(workflowBundle: Bundle): Promise<void> {
    await this.stopWorker();
    const worker = await Worker.create({
      connection: this.env.nativeConnection,
      taskQueue: this.#taskQueue,
      workflowBundle,
      maxCachedWorkflows: 0,
      activities: realActivities(this.api.container.database, {
        mailer: {
          send: (mail) => {
            this.mails.push(mail);
            return Promise.resolve({ refused: [] });
          },
        },
      }),
      sinks: workflowSpanSinks(noTracing()),
    });
    this.#worker = { worker, ended: worker.run() };
  }

  /** From here on nobody works, until the next `deploy`. */
  async stopWorker(): Promise<void> {
    this.#worker?.worker.shutdown();
    await this.#worker?.ended;
    this.#worker = undefined;
  }

  /** What the relay does when somebody asks, decides or cancels. */
  async wake(approvalId: string): Promise<WorkflowHandle> {
    return this.env.client.workflow.signalWithStart('approval', {
      workflowId: approvalWorkflowId(approvalId),
      taskQueue: this.#taskQueue,
      args: [approvalWorkflowInput(this.api.organizationId, approvalId)],
      signal: 'wake',
    });
  }

  /** Approves as somebody and answers the status and the state; what is refused wakes nothing. */
  async approve(name: string, approvalId: string): Promise<[number, string]> {
    const { status, body } = await this.who(name).post(`/approvals/${approvalId}:approve`);
    if (status !== 200) return [status, body.code];
    await this.wake(approvalId);
    return [status, body.state];
  }

  /** Day counted from the Monday, local time, receiver and kind of every notice that was sent, in the order they were noted. */
  async noticesOf(approvalId: string): Promise<[number, string, string, string][]> {
    const rows = await this.api.database
      .admin('approval_notices')
      .where({ approval_id: approvalId, failed_code: null })
      .whereNotNull('sent_at')
      .select<{ kind: string; sequence: number; recipient_user_id: string; created_at: Date }[]>('*');
    const names = [...Object.keys(this.people), ...Object.keys(this.api.as)];
    const nameOf = (userId: string): string => names.find((name) => this.who(name).userId === userId) ?? userId;
    const written = new Intl.DateTimeFormat('sv-SE', { timeZone: PARIS, dateStyle: 'short', timeStyle: 'short' });
    return rows
      .map(({ kind, sequence, recipient_user_id, created_at }): [number, string, string, string] => {
        const [date = '', time = ''] = written.format(created_at).split(' ');
        const days = toEpochDay(date) - toEpochDay(this.monday);
        return [days, time, nameOf(recipient_user_id), `${kind} ${String(sequence)}`];
      })
      .sort((a, b) => a[0] - b[0] || a[1].localeCompare(b[1]) || a[2].localeCompare(b[2]));
  }

  async end(): Promise<void> {
    await this.stopWorker();
    await this.api.close();
  }
}
