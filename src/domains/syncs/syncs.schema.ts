/** Shapes of sync runs (API.md §6). */
import { z } from 'zod';
import { instant, queryFlag, uuid } from '../../http/schemas';
import { runKinds } from '../integrations/sync-kinds.rules';
import { syncActions, syncPhases, syncStates, syncTriggers } from './syncs.types';

export const connectionParams = z.strictObject({ connection_id: uuid });
export const syncQuery = z.strictObject({ kind: z.enum(runKinds), dry_run: queryFlag.optional() });
/** v9 sends no body; an empty object is as good. */
export const syncBody = z.strictObject({}).optional();

export const syncAccepted = z.strictObject({ run_id: uuid, workflow_id: z.string(), joined: z.boolean() });

const count = z.int().min(0);

export const runAnswer = z
  .strictObject({
    id: uuid,
    version: z.int().min(1),
    connection_id: uuid,
    kind: z.enum(runKinds),
    dry_run: z.boolean(),
    state: z.enum(syncStates),
    phase: z.enum(syncPhases),
    done: count,
    total: count.nullable(),
    counts: z.strictObject({
      seen: count,
      created: count,
      updated: count,
      unchanged: count,
      tombstoned: count,
      failed: count,
      held: count,
      waiting: count,
      erased: count,
    }),
    trigger: z.enum(syncTriggers),
    started_by: uuid.nullable(),
    workflow_id: z.string(),
    created_at: instant,
    started_at: instant.nullable(),
    finished_at: instant.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'SyncRun' });

const logged = { id: uuid, record_kind: z.string(), external_id: z.string(), created_at: instant };
const fields = z.record(z.string(), z.unknown()).nullable();

export const changeAnswer = z
  .strictObject({
    ...logged,
    action: z.enum(syncActions),
    entity_type: z.string(),
    entity_id: uuid.nullable(),
    before: fields,
    after: fields,
  })
  .meta({ id: 'SyncChange' });

export const errorAnswer = z
  .strictObject({ ...logged, code: z.string(), detail: z.string().nullable() })
  .meta({ id: 'SyncError' });
