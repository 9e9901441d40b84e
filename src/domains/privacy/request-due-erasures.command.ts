/** What an organisation's retention asks for: people who left long enough ago are erased. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { localToday } from '../organizations/local-today.query';
import { readSettings } from '../organizations/read-settings.query';
import { ErasablePeopleRepository } from './erasable-people.repository';
import { retentionDate } from './erasable.rules';
import { requestErasure } from './request-erasure.command';

/** At most `limit` requests; 0 where the organisation keeps people for good. Whoever has a request already is not asked for again. */
export async function requestDueErasures(uow: UnitOfWork, limit: number): Promise<number> {
  const { formerPeopleMonths } = await readSettings(uow);
  if (formerPeopleMonths === null) return 0;
  const date = retentionDate((await localToday(uow)).today, formerPeopleMonths);
  const people = await new ErasablePeopleRepository(uow.trx, uow.organizationId).formerSince(date, limit);
  for (const personId of people) await requestErasure(uow, personId, 'retention');
  return people.length;
}
