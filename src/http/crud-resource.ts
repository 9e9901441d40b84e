/** A plain resource as one value: what `crudRoutes` needs to know about it. */
import type { z } from 'zod';
import type { Actor } from '../access/actor';
import type { Permission } from '../access/permissions';
import type { NewRecord, Query, RecordRepository } from '../platform/record-repository';
import type { UnitOfWork } from '../platform/unit-of-work';
import type { RecordFields } from '../shared/record-fields';
import type { AuditDecision } from './route';

/** What a write is about to do to a record: null before = created, null after = deleted. */
export interface RecordChange<R extends RecordFields> {
  before: R | null;
  after: NewRecord<R> | null;
}

/** A planning write's wrapper: runs `apply` in between and says what it did to the plan. */
export interface PlanWrapper<R extends RecordFields> {
  /** `dry_run`, `on_conflict` and the like. */
  query: z.ZodRawShape;
  /** Accepted in bodies beside the record's own fields. */
  body: z.ZodRawShape;
  impact: z.ZodType;
  run: (
    uow: UnitOfWork,
    change: RecordChange<R>,
    request: { query: unknown; body: unknown; apply: () => Promise<R> },
  ) => Promise<{ result: R; impact: unknown }>;
}

interface ResourceFacts<R extends RecordFields> {
  /** Collection path such as `/people`; `prefix` parameters are allowed (`/people/{person_id}/engagements`). */
  path: string;
  tag: string;
  /** Singular snake_case: the audit's entity type and the event's prefix. */
  noun: string;
  /** How summaries name it, where the noun and its plural would puzzle a reader. */
  words?: { one: string; many: string };
  permissions: { read: Permission; write: Permission };
  operations: readonly ('list' | 'get' | 'create' | 'update' | 'delete')[];
  /** Path parameters of the collection; default none. */
  params?: z.ZodObject;
  /** Name of the record's own path parameter; `id` when the path has no other. */
  recordParam?: string;
  /** False when a record found by id is not one of this collection (another parent): answered 404. */
  belongs?: (record: R, params: Record<string, string>) => boolean;
  /** Throws `not_found` when the collection itself does not exist, e.g. engagements of an unknown person, and `conflict` when nothing may be written in it. */
  within?: (uow: UnitOfWork, params: Record<string, string>, purpose: 'read' | 'write') => Promise<void>;
  /** Extra query parameters of the list. */
  listQuery?: z.ZodRawShape;
  /** Narrows the list to what was asked for and to what the actor may see. */
  filter?: (
    query: Query,
    input: { params: Record<string, string>; query: Record<string, unknown>; actor: Actor },
  ) => void;
  create: z.ZodObject;
  /** Every field optional. */
  update: z.ZodObject;
  answer: z.ZodObject;
  repository: (uow: UnitOfWork) => RecordRepository<R>;
  /** See `isCacheable` of a route: lists and gets may be given again while nothing has changed. */
  isCacheable?: true;
  /** Where the path names a record by something else than its id. Throws `not_found`. */
  find?: (uow: UnitOfWork, params: Record<string, string>) => Promise<R>;
  /**
   * Changes and deletions lock the record before they read it. For records that many people share: a write waits for the locks of all of
   * them, and finding only then that somebody else has changed the record would have it wait again.
   */
  locksFirst?: true;
  /** A whole record out of a valid body. `before` is null on create; on update the body holds only what was sent. */
  toRecord: (
    uow: UnitOfWork,
    body: Record<string, unknown>,
    context: { before: R | null; params: Record<string, string> },
  ) => Promise<NewRecord<R>>;
  /** Record rule: throws `forbidden` when this actor may not write this record. */
  mayWrite?: (uow: UnitOfWork, change: RecordChange<R>) => Promise<void>;
  /** State rule, after `If-Match`: throws `conflict` when the change cannot be made as things are. */
  mayHappen?: (uow: UnitOfWork, change: RecordChange<R>) => Promise<void>;
  /** What else changes with the record, right after it and in the same transaction. */
  alongside?: (uow: UnitOfWork, change: RecordChange<R> & { result: R }) => Promise<void>;
  plan?: PlanWrapper<R>;
  /** Called with the records that a list or a get answers with, where reading them is itself an event of the audit log (`noun.read`). */
  noteRead?: (uow: UnitOfWork, records: readonly R[]) => Promise<void>;
}

/** How records are answered: out of the record alone, or with what must be loaded for all records of the answer at once. */
type Presentation<R extends RecordFields> =
  | { present: (record: R, actor: Actor) => object; presenterFor?: never }
  | { presenterFor: (uow: UnitOfWork, records: readonly R[]) => Promise<(record: R) => object>; present?: never };

export type CrudResource<R extends RecordFields> = ResourceFacts<R> & Presentation<R>;

/** What reading records leaves in the audit log. */
export function readAudit<R extends RecordFields>({ noun, noteRead }: CrudResource<R>): AuditDecision {
  return noteRead === undefined ? 'none:read' : `written:${noun}.read`;
}

/** Whether answers of reads may be given again; never where reading them is itself an event. */
export function cacheFacts<R extends RecordFields>({ isCacheable, noteRead }: CrudResource<R>): { isCacheable?: true } {
  return isCacheable === true && noteRead === undefined ? { isCacheable } : {};
}
