/** Scheduled reports from the API to the receiver: real PostgreSQL, Temporal, SMTP and HTTP, on a queue of the suite's own. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { eventConsumers } from '../../src/domains/outbox/event-consumers';
import { OutboxListener } from '../../src/domains/outbox/outbox-listener';
import { startOutboxRelay } from '../../src/domains/outbox/outbox-relay';
import { keepReportSchedule } from '../../src/domains/report-schedules/keep-report-schedules.command';
import { createReportSteps, type ReportSteps } from '../../src/domains/report-schedules/report-steps.command';
import { systemClock } from '../../src/platform/clock';
import { FairPermits } from '../../src/platform/fair-permits';
import { createMailer } from '../../src/platform/mailer';
import { createTemporalGateway, temporalSettings, type TemporalGateway } from '../../src/platform/temporal-client';
import { createWebhookSender } from '../../src/platform/webhook-sender';
import { sendLimits } from '../../src/worker';
import { realActivities, silent } from '../activities/activity-deps';
import { startApi, type AnswerBody, type ApiClient, type TestApi } from '../support/api';
import { startMailServer, type MailServer } from '../support/mail-server';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';
import { onTestServers, startHarness, type Harness } from './workflow-harness';

/** Long enough for a real answer while a worker of the same process is busy with a PDF, short beside a receiver that hangs. */
const WEBHOOK_TIMEOUT_MS = 2_000;

const WITH_PRIVATE_ADDRESSES = { environment: { WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true' } };

export interface ReportSuite {
  api: TestApi;
  mail: MailServer;
  receiver: WebhookReceiver;
  temporal: TemporalGateway;
  harness: Harness;
  reports: ReportSteps;
  /** Runs the schedule now and answers the run once it has ended. */
  runNow(client: ApiClient, scheduleId: string): Promise<AnswerBody>;
  /** Asks until the run's record satisfies `isSo`. */
  untilRun(client: ApiClient, runId: string, isSo: (run: AnswerBody) => boolean): Promise<AnswerBody>;
  close(): Promise<void>;
}

export const hasEnded = ({ state }: AnswerBody): boolean => state !== 'queued' && state !== 'running';

export async function startReportSuite(): Promise<ReportSuite> {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  const [api, mail, receiver] = await Promise.all([
    startApi(WITH_PRIVATE_ADDRESSES),
    startMailServer(),
    startWebhookReceiver(),
  ]);
  const { config, database, fileStore, keyRing } = api.container;
  const from = 'Plan Charge <no-reply@example.com>';
  const reports = createReportSteps({
    ...{ database, fileStore, keyRing },
    clock: systemClock,
    logger: silent,
    mailer: createMailer({ smtpUrl: mail.url, mailboxFolder: undefined, from }),
    webhookSender: createWebhookSender(systemClock, {
      allowPrivateAddresses: true,
      totalTimeoutMs: WEBHOOK_TIMEOUT_MS,
    }),
    sendPermits: new FairPermits(sendLimits(20)),
    appUrl: 'https://plan.example.com',
  });
  const harness = await startHarness({ ...onTestServers(), activities: realActivities(database, { reports }) });
  const temporal = createTemporalGateway(temporalSettings({ ...config.temporal, address: onTestServers().address }));
  const keeping = { database, clock: systemClock, logger: silent, temporal, taskQueue: harness.taskQueue };
  const relay = startOutboxRelay({
    database,
    logger: silent,
    temporal: {
      signalWithStart: () => Promise.resolve(),
      startOnce: (request) => temporal.startOnce({ ...request, taskQueue: harness.taskQueue }),
      cancel: (workflowId) => temporal.cancel(workflowId),
    },
    keepReportSchedule: (scheduleId) => keepReportSchedule(keeping, scheduleId),
    consumers: eventConsumers,
    recomputeWindowMs: 1,
    random: () => 0,
    listen: (onNotify) => new OutboxListener(config.databaseUrl ?? '', onNotify, silent),
    onBacklog: () => undefined,
    pollMs: 50,
  });
  const untilRun: ReportSuite['untilRun'] = async (client, runId, isSo) => {
    for (;;) {
      const { body } = await client.get(`/report-runs/${runId}`);
      if (isSo(body)) return body;
      await api.database.admin.raw('select pg_sleep(0.05)');
    }
  };
  return {
    ...{ api, mail, receiver, temporal, harness, reports, untilRun },
    runNow: async (client, scheduleId) => {
      const { body } = await client.post(`/report-schedules/${scheduleId}:run`);
      return untilRun(client, body.run_id, hasEnded);
    },
    close: async () => {
      await relay.stop();
      await harness.close();
      await temporal.close();
      await Promise.all([mail.close(), receiver.close(), api.close()]);
    },
  };
}
