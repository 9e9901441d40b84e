/** What the routes of a plain resource say about themselves: paths, parameters, answers and the words of their summaries. */
import { z } from 'zod';
import type { RecordFields } from '../shared/record-fields';
import type { CrudResource } from './crud-resource';
import { uuid } from './schemas';

/** Facts of a route on the collection. */
export function collectionFacts<R extends RecordFields>(
  resource: CrudResource<R>,
  method: 'GET' | 'POST',
  summary: string,
) {
  return { method, path: resource.path, tag: resource.tag, summary } as const;
}

/** Facts of a route on one record; `verb` as in `/tasks/{id}:restore`. */
export function recordFacts<R extends RecordFields>(
  resource: CrudResource<R>,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  { summary, verb = '' }: { summary: string; verb?: string },
) {
  const path = `${resource.path}/{${resource.recordParam ?? 'id'}}${verb}`;
  return { method, path, tag: resource.tag, summary } as const;
}

/** Parameters of the collection, where it has any. */
export function paramsOf<R extends RecordFields>(resource: CrudResource<R>): { params?: z.ZodObject } {
  return resource.params === undefined ? {} : { params: resource.params };
}

/** Parameters of one record. */
export function recordParams<R extends RecordFields>(resource: CrudResource<R>): z.ZodObject {
  const own = z.strictObject({ [resource.recordParam ?? 'id']: uuid.describe(`Of the ${recordNamed(resource)}.`) });
  return resource.params === undefined ? own : resource.params.extend(own.shape);
}

/** Query of a write, where the resource is planned. */
export function writeQuery<R extends RecordFields>(resource: CrudResource<R>): { query?: z.ZodObject } {
  return resource.plan === undefined ? {} : { query: z.strictObject(resource.plan.query) };
}

/** The answer of a write. */
export function answerOf<R extends RecordFields>(resource: CrudResource<R>): z.ZodObject {
  return resource.plan === undefined ? resource.answer : resource.answer.extend({ impact: resource.plan.impact });
}

/** The answer of a dry run. */
export function impactOnly<R extends RecordFields>(resource: CrudResource<R>): z.ZodType {
  return z.strictObject({ dry_run: z.literal(true), impact: resource.plan?.impact ?? z.unknown() });
}

/** The further answer of a planned creation. */
export function dryRunAnswer<R extends RecordFields>(resource: CrudResource<R>): Record<number, z.ZodType> {
  return resource.plan === undefined ? {} : { 200: impactOnly(resource) };
}

/** @example `team member` of `team_member` */
export function singular<R extends RecordFields>({ noun, words }: CrudResource<R>): string {
  return words?.one ?? noun.replaceAll('_', ' ');
}

/** @example `time entries` of `time_entry` */
export function plural<R extends RecordFields>(resource: CrudResource<R>): string {
  return resource.words?.many ?? `${singular(resource).replace(/(?<![aeiou])y$/, 'ie')}s`;
}

/** What the record's own path parameter is the id of. @example `person` of `person_id` */
function recordNamed<R extends RecordFields>(resource: CrudResource<R>): string {
  return resource.recordParam?.replace(/_id$/, '').replaceAll('_', ' ') ?? singular(resource);
}
