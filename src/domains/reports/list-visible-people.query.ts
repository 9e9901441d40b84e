/** Whose figures this actor's report may hold. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { listPeopleLed } from '../teams/list-people-led.query';
import { visiblePeople } from './reports.policy';
import type { UtilizationGroup } from './reports.types';

/** Null: everybody. @throws DomainError forbidden when the role never sees that grouping */
export async function listVisiblePeople(
  uow: UnitOfWork,
  groupBy: UtilizationGroup,
): Promise<ReadonlySet<string> | null> {
  return visiblePeople(uow.actor, groupBy, await listPeopleLed(uow));
}
