/** What a retention would take: read before it is set. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertEntered } from '../organizations/get-organization.query';
import { localToday } from '../organizations/local-today.query';
import { findExpiredRuns, type ExpiredRuns } from '../report-schedules/expired-runs.query';
import { ErasablePeopleRepository } from './erasable-people.repository';
import { retentionDate } from './erasable.rules';

/** Null where nothing was asked about. */
export interface RetentionPreview {
  people: string[] | null;
  reportRuns: ExpiredRuns | null;
}

/** Most of each that are named. */
export const MOST_PREVIEWED = 200;

/** People whose erasure would be asked for, and runs that would be removed, if these months counted today. @throws DomainError not_found */
export async function previewRetention(
  uow: UnitOfWork,
  organizationId: string,
  months: { formerPeople: number | undefined; reportRuns: number | undefined },
): Promise<RetentionPreview> {
  assertEntered(uow, organizationId);
  const { today } = await localToday(uow);
  const { formerPeople, reportRuns } = months;
  return {
    people:
      formerPeople === undefined
        ? null
        : await new ErasablePeopleRepository(uow.trx, uow.organizationId).formerSince(
            retentionDate(today, formerPeople),
            MOST_PREVIEWED,
          ),
    reportRuns:
      reportRuns === undefined ? null : await findExpiredRuns(uow, retentionDate(today, reportRuns), MOST_PREVIEWED),
  };
}
