/** What providers say as last read, and how up to date that is. */
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route';
import { instant, pageOf, pageQuery, pageRequestOf, presentPage, uuid } from '../../http/schemas';
import { listProviderRecords } from './list-provider-records.query';
import { presentProviderRecord, presentSyncHealth } from './provider-records.presenter';
import { readSyncHealth } from './sync-health.query';

const { modified_since: _, ...pages } = pageQuery;
const count = z.int().min(0);

const recordAnswer = z
  .strictObject({
    id: uuid,
    connection_id: uuid,
    provider: z.string(),
    kind: z.string(),
    external_id: z.string(),
    owner_external_id: z.string().nullable(),
    fields: z.record(z.string(), z.unknown()),
    changed_at: instant,
    seen_at: instant,
    vanished_at: instant.nullable(),
    entity_type: z.string().nullable(),
    entity_id: uuid.nullable(),
    applied: z.boolean(),
  })
  .meta({ id: 'ProviderRecord' });

const healthAnswer = z
  .strictObject({
    connection_id: uuid,
    provider: z.string(),
    status: z.string(),
    error: z.string().nullable(),
    last_sync_at: instant.nullable(),
    age_seconds: z.int().nullable(),
    lag_seconds: count,
    phase: z.string().nullable(),
    last_state: z.string().nullable(),
    failed_runs_of_week: count,
    accounts: z.strictObject({ linked: count, suggested: count, new: count, ignored: count }),
    records: z.strictObject({ total: count, pending: count, vanished: count }),
  })
  .meta({ id: 'SyncHealth' });

const recordsRoute = defineRoute({
  method: 'GET',
  path: '/provider-records',
  tag: 'Integrations',
  summary: 'What HR and time tracking say, as last read; private values are masked',
  permission: 'sync.read',
  audit: 'none:read',
  request: {
    query: z.strictObject({
      ...pages,
      provider: z.enum(['payfit', 'gryzzly']).optional(),
      kind: z.string().min(1).max(50).optional(),
    }),
  },
  response: { 200: pageOf(recordAnswer) },
  handle: async (uow, { query }) => {
    const filter = { provider: query.provider, kind: query.kind };
    const page = await listProviderRecords(uow, filter, pageRequestOf(query));
    return { status: 200, body: presentPage(page, presentProviderRecord) };
  },
});

const healthRoute = defineRoute({
  method: 'GET',
  path: '/reports/sync-health',
  tag: 'Reports',
  summary: 'How old what was read is, what waits, what failed, by connection',
  permission: 'sync.read',
  audit: 'none:read',
  request: {},
  response: { 200: z.strictObject({ items: z.array(healthAnswer), total: count }) },
  handle: async (uow) => {
    const items = (await readSyncHealth(uow)).map(presentSyncHealth);
    return { status: 200, body: { items, total: items.length } };
  },
});

/** The routes of what was read. */
export const providerRecordRoutes: Route[] = [recordsRoute, healthRoute];
