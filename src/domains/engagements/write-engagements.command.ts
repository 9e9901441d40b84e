/** Engagements as a sync writes them: inside a change of the plan, which the caller opens. */
import { MachineWrites } from '../../platform/machine-writes';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { EngagementRepository } from './engagements.repository';
import type { Engagement } from './engagements.types';

/** Writes by a machine to this organisation's engagements. */
export function engagementWrites(uow: UnitOfWork): MachineWrites<Engagement> {
  return new MachineWrites(uow, new EngagementRepository(uow.trx, uow.organizationId), 'engagement');
}
