/** Why one figure of one person-day is what it is. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { DomainError } from '../../shared/domain-error';
import type { FigureExplanation, LedgerFigure } from './capacity.types';
import { loadPlans } from './compute-ledgers.query';
import { explainFigure } from './explain.rules';

/** The parts sum to the minutes of the ledger. @throws DomainError not_found for an unknown person */
export async function explainPersonDay(
  uow: UnitOfWork,
  request: { personId: string; date: IsoDate; figure: LedgerFigure },
): Promise<FigureExplanation> {
  const day = toEpochDay(request.date);
  const range = { from: day, to: day + 1 };
  const { plans } = await loadPlans(uow.trx, uow.organizationId, { personIds: [request.personId], range });
  const plan = plans.get(request.personId);
  if (plan === undefined) throw new DomainError('not_found', 'There is no such person.');
  return explainFigure(plan, day, request.figure);
}
