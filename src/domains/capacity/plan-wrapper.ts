/** What makes a plain resource a planning resource: its writes pass through `changePlan`, and their answers carry the impact. */
import { z } from 'zod';
import type { PlanWrapper, RecordChange } from '../../http/crud-resource';
import { queryFlag } from '../../http/schemas';
import type { RecordFields } from '../../shared/record-fields';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { changePlan } from './change-plan.command';
import { presentImpact } from './impact.presenter';
import { impactSchema } from './impact.schema';
import { conflictChoices, NO_SCOPE, type PlanOptions, type PlanScope } from './impact.types';

/** The query parameters of every planning write. */
export const planQuery = {
  dry_run: queryFlag
    .optional()
    .describe('`true` answers 200 with the impact that the write would have, and writes nothing.'),
  on_conflict: z
    .enum(conflictChoices)
    .optional()
    .describe(
      'What happens when the write opens a conflict or makes one worse: `report` (default) stores and tells, `reject` refuses with 409 `planning_conflict`, `accept` stores it as accepted for `conflict_reason`.',
    ),
};
/** The body field of every planning write. */
export const planBody = {
  conflict_reason: z
    .string()
    .min(1)
    .max(2_000)
    .nullable()
    .optional()
    .describe('Why the conflicts are accepted: required with `on_conflict=accept`.'),
};

/** The caller's choice about conflicts, out of a validated query and body; of several in one body the first reason counts for all. */
export function planOptionsOf(query: unknown, body: unknown): PlanOptions {
  const asked = query as { on_conflict?: PlanOptions['onConflict'] } | undefined;
  const bodies = (Array.isArray(body) ? body : [body]) as ({ conflict_reason?: string | null } | undefined)[];
  const reason = bodies.find((one) => typeof one?.conflict_reason === 'string')?.conflict_reason;
  return { onConflict: asked?.on_conflict ?? 'report', conflictReason: reason ?? null };
}

/**
 * Wraps a resource's writes. `scopeOf` names whose days a change can move, wide enough for the record before and after;
 * null when the change can move none.
 */
export function planned<R extends RecordFields>(
  scopeOf: (uow: UnitOfWork, change: RecordChange<R>) => Promise<PlanScope | null>,
): PlanWrapper<R> {
  return {
    query: planQuery,
    body: planBody,
    impact: impactSchema,
    run: async (uow, change, { query, body, apply }) => {
      const scope = (await scopeOf(uow, change)) ?? NO_SCOPE;
      const { result, impact } = await changePlan(uow, { scope, options: planOptionsOf(query, body) }, apply);
      return { result, impact: presentImpact(impact) };
    },
  };
}
