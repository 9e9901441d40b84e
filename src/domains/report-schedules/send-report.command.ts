/** Hands a report to one recipient: a mail with the files, or a signed webhook that names them. */
import type { FileStore } from '../../platform/file-store';
import { readStoredFile } from '../../platform/file-store';
import { MailRefusedError, messageIdOf, type MailAttachment, type Mailer } from '../../platform/mailer';
import type { KeyRing } from '../../platform/secrets/key-ring';
import type { WebhookSender } from '../../platform/webhook-sender';
import { DomainError } from '../../shared/domain-error';
import type { ComputedReport } from '../reports/compute-report.query';
import { describeReport, drawReport } from '../reports/describe-report.query';
import { reportFileKey } from './report-file-key.rules';
import { attachable, CHART_CID, reportMail } from './report-mail.rules';
import { ReportSecretRepository } from './report-secrets.repository';
import { reportSecretContext } from './report-secrets.rules';
import type { ReportDelivery, ReportFile, ReportRun, ReportSchedule } from './report-schedules.types';
import type { InUnit } from './render-file.command';
import { webhookBody } from './webhook-body.rules';

export interface SendDeps {
  inUnit: InUnit;
  fileStore: FileStore;
  mailer: Mailer;
  webhookSender: WebhookSender;
  keyRing: KeyRing;
  /** Base of links, without a slash at the end. */
  appUrl: string;
}

/** What is sent, and to whom. */
export interface Parcel {
  delivery: ReportDelivery;
  run: ReportRun;
  schedule: ReportSchedule;
  files: ReportFile[];
  computed: ComputedReport;
}

/** `permanent`: another attempt would fail the same way. `reason` is a code. */
export type SendResult =
  | { outcome: 'delivered' }
  | { outcome: 'permanent'; reason: string }
  | {
      outcome: 'retryable';
      reason: string;
      /** How long the receiver asks to be left alone; null when it did not say. */
      retryAfterMs: number | null;
    };

/** Sends it; nothing that went wrong outside is thrown. The same round has the same message id whenever it is sent. */
export async function sendReport(deps: SendDeps, parcel: Parcel): Promise<SendResult> {
  try {
    return await (parcel.delivery.kind === 'email' ? sendMail(deps, parcel) : sendWebhook(deps, parcel));
  } catch (error) {
    if (error instanceof MailRefusedError) return { outcome: 'permanent', reason: 'mail_refused' };
    if (!(error instanceof DomainError)) throw error;
    const isGone = error.code === 'not_found';
    if (isGone) return { outcome: 'permanent', reason: 'file_missing' };
    return { outcome: 'retryable', reason: error.code, retryAfterMs: null };
  }
}

async function sendMail(deps: SendDeps, parcel: Parcel): Promise<SendResult> {
  const { delivery, run, schedule, files, computed } = parcel;
  const { language } = run;
  const { attached, leftOut } = attachable(files);
  const chart = await drawReport(computed, language);
  const { title, period, facts } = describeReport(computed, language);
  const words = reportMail({
    ...{ language, title, period, facts },
    name: schedule.name,
    attached: attached.map(({ name }) => name),
    leftOut: leftOut.map(({ name }) => name),
    link: `${deps.appUrl}/report-runs/${run.id}`,
    hasChart: chart !== null,
  });
  const { refused } = await deps.mailer.send({
    ...words,
    to: [delivery.target],
    messageId: messageIdOf('report', delivery.id, String(delivery.round)),
    attachments: [...(chart === null ? [] : [inline(chart)]), ...(await attachmentsOf(deps, run, attached))],
  });
  return refused.length === 0 ? { outcome: 'delivered' } : { outcome: 'permanent', reason: 'mail_refused' };
}

function inline(content: Buffer): MailAttachment {
  return { filename: 'chart.png', contentType: 'image/png', content, cid: CHART_CID };
}

async function attachmentsOf(
  { fileStore }: SendDeps,
  { organizationId, id: runId }: ReportRun,
  files: readonly ReportFile[],
): Promise<MailAttachment[]> {
  const attachments: MailAttachment[] = [];
  for (const { format, name, mediaType } of files) {
    const content = await readStoredFile(fileStore, reportFileKey({ organizationId, runId, format }));
    attachments.push({ filename: name, contentType: mediaType, content });
  }
  return attachments;
}

async function sendWebhook(deps: SendDeps, { delivery, run, schedule, files, computed }: Parcel): Promise<SendResult> {
  const sealed = await deps.inUnit((uow) =>
    new ReportSecretRepository(uow.trx, uow.organizationId).find(delivery.recipientId),
  );
  if (sealed === undefined) return { outcome: 'permanent', reason: 'recipient_removed' };
  const context = reportSecretContext(run.organizationId, delivery.recipientId);
  const sent = await deps.webhookSender.send({
    url: delivery.target,
    messageId: `report-${delivery.id}-${String(delivery.round)}`,
    body: webhookBody({ run, schedule, files, figures: computed, appUrl: deps.appUrl }),
    secrets: [deps.keyRing.decrypt(sealed, context)],
  });
  if (sent.outcome === 'delivered') return { outcome: 'delivered' };
  const { outcome, reason, retryAfterMs } = sent;
  return outcome === 'permanent' ? { outcome, reason } : { outcome, reason, retryAfterMs };
}
