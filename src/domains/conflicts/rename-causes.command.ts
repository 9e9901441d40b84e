/** Keeps the names of projects in conflicts up to date: a planner looks for what is called so now. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/**
 * The new name on every cause that is a booking of this project, in conflicts that are not resolved; a resolved one tells what it
 * was called then. The project is locked by its own change, so bookings that would bring the old name wait. Idempotent.
 */
export async function renameCauses(
  uow: UnitOfWork,
  { projectId, name }: { projectId: string; name: string },
): Promise<void> {
  await uow.trx.raw(
    `with booked as (
       select id, person_id from allocations where organization_id = :organization and project_id = :project)
     update conflicts c set version = c.version + 1, updated_at = now(), causes = (
       select jsonb_agg(case when cause ->> 'type' = 'allocation' and exists (
           select from booked where cast(booked.id as text) = cause ->> 'id')
         then jsonb_set(cause, '{label}', to_jsonb(cast(:name as text))) else cause end order by place)
       from jsonb_array_elements(c.causes) with ordinality as listed (cause, place))
     where c.organization_id = :organization and c.state <> 'resolved' and exists (
       select from booked, jsonb_array_elements(c.causes) cause
       where booked.person_id = c.person_id and cause ->> 'id' = cast(booked.id as text))`,
    { organization: uow.organizationId, project: projectId, name },
  );
}
