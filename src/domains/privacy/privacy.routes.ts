/** Erasing a person, what retention would take, and taking out one's own data. */
import { defineRoute, type Route } from '../../http/route';
import { idParams, pageOf, pageRequestOf, presentPage } from '../../http/schemas';
import { locatedAt } from '../../shared/api-path';
import { presentArchive, presentErasure, presentPreview, presentRetention } from './privacy.presenter';
import { previewRetention } from './preview-retention.query';
import {
  archiveAnswer,
  eraseBody,
  eraseQuery,
  erasureAnswer,
  erasurePreview,
  erasuresQuery,
  retentionPreview,
  retentionQuery,
} from './privacy.schema';
import { exportPerson } from './export-person.command';
import { listErasures } from './list-erasures.query';
import { previewErasure, requestErasure } from './request-erasure.command';
import { findErasure } from './run-erasure.command';

const tag = 'Data care';

const eraseRoute = defineRoute({
  method: 'POST',
  path: '/people/{id}:erase',
  tag,
  summary: 'Erase what identifies a person and keep the figures; dry_run lists what would happen',
  permission: 'person.erase',
  request: { params: idParams, query: eraseQuery, body: eraseBody },
  response: { 200: erasurePreview, 202: erasureAnswer },
  audit: 'written:erasure.requested',
  dryRun: 'of-started-work',
  handle: async (uow, { params, query, body }) => {
    if (body.dry_run === true || query.dry_run === true) {
      return { status: 200, body: presentPreview(params.id, await previewErasure(uow, params.id)) };
    }
    const erasure = await requestErasure(uow, params.id);
    const headers = locatedAt(`/erasures/${erasure.id}`);
    return { status: 202, body: presentErasure(erasure), headers };
  },
});

const listRoute = defineRoute({
  method: 'GET',
  path: '/erasures',
  tag,
  summary: 'List requests to erase people',
  permission: 'erasure.read',
  request: { query: erasuresQuery },
  response: { 200: pageOf(erasureAnswer) },
  audit: 'none:read',
  handle: async (uow, { query }) => {
    const page = await listErasures(uow, pageRequestOf(query), { state: query.state });
    return { status: 200, body: presentPage(page, presentErasure) };
  },
});

const getRoute = defineRoute({
  method: 'GET',
  path: '/erasures/{id}',
  tag,
  summary: 'Get one request with its state and counts',
  permission: 'erasure.read',
  request: { params: idParams },
  response: { 200: erasureAnswer },
  audit: 'none:read',
  handle: async (uow, { params }) => {
    const erasure = await findErasure(uow, params.id);
    return { status: 200, body: presentErasure(erasure), version: erasure.version };
  },
});

const exportRoute = defineRoute({
  method: 'GET',
  path: '/people/{id}/export',
  tag,
  summary: 'Everything that is kept about a person, as JSON: one’s own, or anybody’s for admins',
  permission: 'signed-in',
  request: { params: idParams },
  response: { 200: archiveAnswer },
  audit: 'written:person.exported',
  handle: async (uow, { params }) => {
    const headers = { 'Content-Disposition': `attachment; filename="person-${params.id}.json"` };
    return { status: 200, body: presentArchive(await exportPerson(uow, params.id)), headers };
  },
});

const retentionRoute = defineRoute({
  method: 'GET',
  path: '/orgs/{id}/retention-preview',
  tag,
  summary: 'What a retention of so many months would erase and remove today; nothing is done',
  organizationParam: 'id',
  permission: 'settings.read',
  request: { params: idParams, query: retentionQuery },
  response: { 200: retentionPreview },
  audit: 'none:read',
  handle: async (uow, { params, query }) => {
    const months = { formerPeople: query.former_people_months, reportRuns: query.report_runs_months };
    return { status: 200, body: presentRetention(await previewRetention(uow, params.id, months)) };
  },
});

/** The routes of this domain. */
export const privacyRoutes: Route[] = [eraseRoute, listRoute, getRoute, exportRoute, retentionRoute];
