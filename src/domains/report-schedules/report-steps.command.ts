/** The steps of runs, as activities call them. */
import { systemActor } from '../../access/actor';
import type { Clock } from '../../platform/clock';
import type { Database } from '../../platform/database';
import type { FairPermits } from '../../platform/fair-permits';
import type { Logger } from '../../platform/logger';
import { runInOrganization } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { deliver } from './deliver.command';
import { finishRun, giveUpDelivery } from './finish-run.command';
import { freezeRun } from './freeze-run.command';
import { renderFile, type InUnit } from './render-file.command';
import { ReportDeliveryRepository } from './report-deliveries.repository';
import {
  redeliveryWorkflowId,
  reportRunWorkflowId,
  type DeliveryOutput,
  type DeliveryRef,
  type FrozenRun,
  type ReportRunRef,
  type ScheduleRef,
} from './report-schedules.contract';
import type { ReportFile, RunState } from './report-schedules.types';
import { requestDueRun } from './request-run.command';
import type { SendDeps } from './send-report.command';

export type ReportStepDeps = Omit<SendDeps, 'inUnit'> & {
  database: Database;
  clock: Clock;
  logger: Logger;
  sendPermits: FairPermits;
};

export interface ReportSteps {
  requestDue(ref: ScheduleRef, scheduledFor: Date): Promise<boolean>;
  freeze(ref: ReportRunRef): Promise<FrozenRun>;
  render(ref: ReportRunRef, format: string): Promise<void>;
  /** @throws DomainError too_many_requests, with nothing attempted, while too much is being sent */
  deliver(ref: DeliveryRef): Promise<DeliveryOutput>;
  giveUp(ref: DeliveryRef, errorCode: string): Promise<void>;
  finish(ref: ReportRunRef, errorCode: string | null): Promise<RunState>;
  /** Says anew how the run of a delivery went. */
  settle(ref: DeliveryRef): Promise<RunState>;
}

/** Every step with its dependencies. Each may be repeated, and two at once do the work of one. */
export function createReportSteps(deps: ReportStepDeps): ReportSteps {
  const inRun = ({ organizationId, runId }: ReportRunRef): InUnit =>
    asSystem(deps, organizationId, reportRunWorkflowId(runId));
  const inDelivery = ({ organizationId, deliveryId }: DeliveryRef): InUnit =>
    asSystem(deps, organizationId, redeliveryWorkflowId(deliveryId, 1));
  const sending = new Map<string, Promise<DeliveryOutput>>();
  return {
    requestDue: ({ organizationId, scheduleId }, scheduledFor) =>
      asSystem(deps, organizationId, `report-due/${scheduleId}`)((uow) => requestDueRun(uow, scheduleId, scheduledFor)),
    freeze: (ref) => inRun(ref)((uow) => freezeRun(uow, ref.runId)),
    render: (ref, format) =>
      renderFile({ ...deps, inUnit: inRun(ref) }, { ...ref, format: format as ReportFile['format'] }),
    deliver: (ref) =>
      joined(sending, ref.deliveryId, () =>
        withPermit(deps, ref, () => deliver({ ...deps, inUnit: inDelivery(ref) }, ref.deliveryId)),
      ),
    giveUp: (ref, errorCode) => inDelivery(ref)((uow) => giveUpDelivery(uow, ref.deliveryId, errorCode)),
    finish: (ref, errorCode) => inRun(ref)((uow) => finishRun(uow, ref.runId, errorCode)),
    settle: (ref) =>
      inDelivery(ref)(async (uow) => {
        const { runId } = await new ReportDeliveryRepository(uow.trx, uow.organizationId).get(ref.deliveryId);
        return finishRun(uow, runId, null);
      }),
  };
}

/** Within the share of sending; who has none is told when to ask again. */
async function withPermit<T>(
  { sendPermits }: ReportStepDeps,
  { organizationId, deliveryId }: DeliveryRef,
  work: () => Promise<T>,
): Promise<T> {
  const answer = sendPermits.take({ owner: organizationId, key: deliveryId });
  if (answer.permit === null) {
    const details = { retry_after_ms: answer.askAgainInMs };
    throw new DomainError('too_many_requests', 'Enough is being sent for now.', details);
  }
  try {
    return await work();
  } finally {
    answer.permit.release();
  }
}

/** One at a time: an attempt that the server has given up for late heartbeats may still be sending, and the next one is it. */
function joined<T>(running: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const under = running.get(key);
  if (under !== undefined) return under;
  const begun = work().finally(() => running.delete(key));
  running.set(key, begun);
  return begun;
}

function asSystem({ database, clock }: ReportStepDeps, organizationId: string, workflowId: string): InUnit {
  const resolveActor = () => Promise.resolve(systemActor(organizationId));
  return (work) => runInOrganization(database, { organizationId, resolveActor, now: clock.now(), workflowId }, work);
}
