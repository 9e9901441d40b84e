/** Which projects tasks are of. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/**
 * The project of each live task among `ids`, whether they are known, unknown or of another organisation in one statement.
 * What is found is held for share until the transaction ends, so that a task is neither moved nor deleted while it is booked.
 */
export async function listProjectsOfTasks(
  uow: UnitOfWork,
  ids: readonly (string | null | undefined)[],
): Promise<Map<string, string>> {
  const given = [...new Set(ids.filter((id) => typeof id === 'string'))];
  if (given.length === 0) return new Map();
  const rows = await uow
    .trx('tasks')
    .where('organization_id', uow.organizationId)
    .whereNull('deleted_at')
    .whereIn('id', given)
    .orderBy('id')
    .forShare()
    .select<{ id: string; project_id: string }[]>('id', 'project_id');
  return new Map(rows.map((row) => [row.id, row.project_id]));
}
