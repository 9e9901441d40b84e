/** Takes a delete back: `POST {resource}:restore`, for whoever may delete. Its answer is the record, live again. */
import { z } from 'zod';
import type { RecordFields } from '../shared/record-fields';
import type { UnitOfWork } from '../platform/unit-of-work';
import { answerOf, impactOnly, recordFacts, recordParams, singular, writeQuery } from './crud-facts';
import type { CrudResource, PlanWrapper } from './crud-resource';
import { presenterOf } from './crud-routes';
import { defineRoute, type Route } from './route';

/** What a resource adds to its restoring. */
export interface Restoring<R extends RecordFields> {
  /** Throws `conflict` when the record cannot come back as things are. */
  mayHappen?: (uow: UnitOfWork, record: R) => Promise<void>;
  /** Brings back what the delete took along; `deletedAt` is its instant. */
  alongside?: (uow: UnitOfWork, restored: R, deletedAt: Date) => Promise<void>;
  /** For a planning resource. */
  plan?: PlanWrapper<R>;
}

/** The route. 409 `conflict` for a record that is not deleted, `duplicate` when its key was taken meanwhile. */
export function restoreRoute<R extends RecordFields>(
  resource: CrudResource<R>,
  { mayHappen, alongside, plan }: Restoring<R> = {},
): Route {
  return defineRoute({
    ...recordFacts(resource, 'POST', { summary: `Restore a deleted ${singular(resource)}`, verb: ':restore' }),
    permission: resource.permissions.write,
    request: { params: recordParams(resource), ...writeQuery(resource) },
    response: { 200: plan === undefined ? answerOf(resource) : z.union([answerOf(resource), impactOnly(resource)]) },
    audit: `written:${resource.noun}.restored`,
    handle: async (uow, input) => {
      const { params, query } = input as unknown as { params: Record<string, string>; query: unknown };
      const repository = resource.repository(uow);
      const before = await repository.getDeleted(params[resource.recordParam ?? 'id'] ?? '');
      const change = { before, after: before };
      await resource.mayWrite?.(uow, change);
      uow.checkMatch(before.version);
      await mayHappen?.(uow, before);
      const apply = async (): Promise<R> => {
        const restored = await repository.restore(before);
        await alongside?.(uow, restored, before.deletedAt ?? uow.now);
        return restored;
      };
      const { result, impact } =
        plan === undefined
          ? { result: await apply(), impact: undefined }
          : await plan.run(uow, change, { query, body: undefined, apply });
      const event = `${resource.noun}.restored`;
      const facts = { entityType: resource.noun, entityId: result.id };
      uow.audit({ event, ...facts, before, after: result });
      uow.emit({ type: event, ...facts, version: result.version });
      const present = await presenterOf(resource, uow, [result]);
      const body = { ...present(result), ...(impact === undefined ? {} : { impact }) };
      return { status: 200, body, version: result.version };
    },
  });
}
