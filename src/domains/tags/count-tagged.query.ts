/** Where a tag is used. */
import type { UnitOfWork } from '../../platform/unit-of-work';

/** Live projects and tasks that have the tag. Reads the organisation's projects and tasks. */
export async function countTagged(uow: UnitOfWork, name: string): Promise<{ projects: number; tasks: number }> {
  const of = async (table: 'projects' | 'tasks'): Promise<number> => {
    const row = await uow
      .trx(table)
      .where('organization_id', uow.organizationId)
      .whereNull('deleted_at')
      .whereRaw('? = any (tags)', [name])
      .count<{ count: number }[]>('* as count')
      .first();
    return row?.count ?? 0;
  };
  return { projects: await of('projects'), tasks: await of('tasks') };
}
