/** Start, watch and cancel syncs. */
import { defineRoute, type Route } from '../../http/route';
import { idParams, pageOf, pageQuery, pageRequestOf, presentPage } from '../../http/schemas';
import { locatedAt } from '../../shared/api-path';
import { z } from 'zod';
import { cancelSync } from './cancel-sync.command';
import { getSync, listSyncChanges, listSyncErrors, listSyncs } from './list-syncs.query';
import { requestSync } from './request-sync.command';
import { presentSyncChange, presentSyncError, presentSyncRun } from './syncs.presenter';
import {
  changeAnswer,
  connectionParams,
  errorAnswer,
  runAnswer,
  syncAccepted,
  syncBody,
  syncQuery,
} from './syncs.schema';

const { modified_since: _, ...runPage } = pageQuery;
const pages = z.strictObject(runPage);
const reading = { tag: 'Integrations', permission: 'sync.read', audit: 'none:read' } as const;
const writing = { tag: 'Integrations', permission: 'sync.write' } as const;

const startRoute = defineRoute({
  ...writing,
  method: 'POST',
  path: '/integrations/{connection_id}/sync',
  summary: 'Read a provider, or apply what was read before: a dry run shows the changes and makes none',
  audit: 'written:sync_run.created',
  dryRun: 'of-started-work',
  request: { params: connectionParams, query: syncQuery, body: syncBody },
  response: { 202: syncAccepted },
  handle: async (uow, { params, query }) => {
    const { run, joined } = await requestSync(uow, {
      connectionId: params.connection_id,
      kind: query.kind,
      dryRun: query.dry_run ?? false,
      trigger: 'user',
    });
    return {
      status: 202,
      body: { run_id: run.id, workflow_id: run.workflowId, joined },
      headers: locatedAt(`/sync-runs/${run.id}`),
    };
  },
});

const listRoute = defineRoute({
  ...reading,
  method: 'GET',
  path: '/integrations/{connection_id}/runs',
  summary: 'Syncs of a connection, newest first',
  request: { params: connectionParams, query: pages },
  response: { 200: pageOf(runAnswer) },
  handle: async (uow, { params, query }) => {
    const page = await listSyncs(uow, params.connection_id, pageRequestOf(query));
    return { status: 200, body: presentPage(page, presentSyncRun) };
  },
});

const getRoute = defineRoute({
  ...reading,
  method: 'GET',
  path: '/sync-runs/{id}',
  summary: 'How far a sync is, and what it did',
  request: { params: idParams },
  response: { 200: runAnswer },
  handle: async (uow, { params }) => {
    const run = await getSync(uow, params.id);
    return { status: 200, body: presentSyncRun(run), version: run.version };
  },
});

const changesRoute = defineRoute({
  ...reading,
  method: 'GET',
  path: '/sync-runs/{id}/changes',
  summary: 'What a sync changed, field by field; for a dry run, what it would change',
  request: { params: idParams, query: pages },
  response: { 200: pageOf(changeAnswer) },
  handle: async (uow, { params, query }) => {
    const page = await listSyncChanges(uow, params.id, pageRequestOf(query));
    return { status: 200, body: presentPage(page, presentSyncChange) };
  },
});

const errorsRoute = defineRoute({
  ...reading,
  method: 'GET',
  path: '/sync-runs/{id}/errors',
  summary: 'Records that a sync could not read or apply',
  request: { params: idParams, query: pages },
  response: { 200: pageOf(errorAnswer) },
  handle: async (uow, { params, query }) => {
    const page = await listSyncErrors(uow, params.id, pageRequestOf(query));
    return { status: 200, body: presentPage(page, presentSyncError) };
  },
});

const cancelRoute = defineRoute({
  ...writing,
  method: 'POST',
  path: '/sync-runs/{id}:cancel',
  summary: 'Stop a sync; what is applied stays, whole people at a time',
  audit: 'written:sync_run.cancelled',
  request: { params: idParams },
  response: { 200: runAnswer },
  handle: async (uow, { params }) => {
    const run = await cancelSync(uow, params.id);
    return { status: 200, body: presentSyncRun(run), version: run.version };
  },
});

/** The routes of syncs. */
export const syncRoutes: Route[] = [startRoute, listRoute, getRoute, changesRoute, errorsRoute, cancelRoute];
