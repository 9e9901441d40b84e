/** Runs of scheduled reports: how they went, their files, ending them, and delivering once more. */
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route';
import { idParams, pageOf, pageQuery, pageRequestOf, presentPage } from '../../http/schemas';
import type { FileStore } from '../../platform/file-store';
import { locatedAt } from '../../shared/api-path';
import { DomainError } from '../../shared/domain-error';
import { cancelRun } from './cancel-run.command';
import { redeliver } from './redeliver.command';
import { reportFileKey } from './report-file-key.rules';
import { deliveryAnswer, deliveryParams, fileParams, runAnswer, runDetail } from './report-runs.schema';
import { assertMaySendReports } from './report-schedules.policy';
import { presentDelivery, presentRun, presentRunFile } from './report-schedules.presenter';
import { getReportFile, getRunFile, listRuns } from './view-runs.query';

const tag = 'Scheduled reports';
const reading = { method: 'GET', tag, permission: 'report_schedule.read', audit: 'none:read' } as const;

const listRoute = defineRoute({
  ...reading,
  path: '/report-schedules/{id}/runs',
  summary: 'Runs of a schedule, in the order they were asked for',
  request: { params: idParams, query: z.strictObject(pageQuery) },
  response: { 200: pageOf(runAnswer) },
  handle: async (uow, { params, query }) => ({
    status: 200,
    body: presentPage(await listRuns(uow, params.id, pageRequestOf(query)), presentRun),
  }),
});

const getRoute = defineRoute({
  ...reading,
  path: '/report-runs/{id}',
  summary: 'One run with its files and what became of each delivery',
  request: { params: idParams },
  response: { 200: runDetail },
  handle: async (uow, { params }) => ({ status: 200, body: presentRunFile(await getRunFile(uow, params.id)) }),
});

function fileRoute(fileStore: FileStore): Route {
  return defineRoute({
    ...reading,
    path: '/report-runs/{id}/files/{format}',
    summary: 'A file of a run, byte for byte as it was made',
    request: { params: fileParams },
    response: { 200: null },
    files: ['application/octet-stream'],
    audit: 'written:report.exported',
    handle: async (uow, { params: { id, format } }) => {
      const { name, mediaType, sha256 } = await getReportFile(uow, id, format);
      const after = { run_id: id, format, file: name, sha256 };
      uow.audit({ event: 'report.exported', entityType: 'report_run', entityId: id, before: null, after });
      const key = reportFileKey({ organizationId: uow.organizationId, runId: id, format });
      const bytes = (): Promise<Readable> => openStored(fileStore, key);
      const headers = { 'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:` };
      return { status: 200, headers, file: { name, mediaType, isInline: false, bytes } };
    },
  });
}

const redeliverRoute = defineRoute({
  method: 'POST',
  tag,
  permission: 'report_schedule.write',
  path: '/report-runs/{id}/deliveries/{delivery_id}:redeliver',
  summary: 'Deliver the same files once more',
  request: { params: deliveryParams },
  response: { 202: deliveryAnswer },
  audit: 'written:report_delivery.requested',
  handle: async (uow, { params }) => {
    assertMaySendReports(uow.actor);
    const delivery = await redeliver(uow, { runId: params.id, deliveryId: params.delivery_id });
    return {
      status: 202,
      body: presentDelivery(delivery),
      headers: locatedAt(`/report-runs/${params.id}`),
    };
  },
});

const cancelRoute = defineRoute({
  method: 'POST',
  tag,
  permission: 'report_schedule.write',
  path: '/report-runs/{id}:cancel',
  summary: 'End a run; what is made and delivered stays',
  request: { params: idParams },
  response: { 200: runDetail },
  audit: 'written:report_run.cancelled',
  handle: async (uow, { params }) => {
    const file = await cancelRun(uow, params.id);
    return { status: 200, body: presentRunFile(file), version: file.run.version };
  },
});

/** The routes of runs. */
export function reportRunRoutes({ fileStore }: { fileStore: FileStore }): Route[] {
  return [listRoute, getRoute, fileRoute(fileStore), cancelRoute, redeliverRoute];
}

async function openStored(fileStore: FileStore, key: string): Promise<Readable> {
  const stream = await fileStore.get(key);
  if (stream === undefined) throw new DomainError('not_found', 'The file is no longer there.');
  return stream;
}
