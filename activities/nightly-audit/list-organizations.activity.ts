/** One page of organisations to audit. */
import { listOrganizationIds } from '../../src/domains/organizations/list-organization-ids.query';
import { runInSystemScope } from '../../src/platform/unit-of-work';
import type { ActivityDeps } from '../activity-deps';

export interface ListOrganizationsInput {
  after: string | null;
  /** 1-500 */
  limit: number;
}

/** Only reads, so repeating it is harmless. */
export function createListOrganizations(deps: ActivityDeps) {
  return async function listOrganizations(page: ListOrganizationsInput): Promise<{ organizationIds: string[] }> {
    const organizationIds = await runInSystemScope(deps.database, 'reconciler', (trx) =>
      listOrganizationIds(trx, page),
    );
    return { organizationIds };
  };
}
