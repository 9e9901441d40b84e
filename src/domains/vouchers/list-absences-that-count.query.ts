/** Which absences of a person cost them no vouchers. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { FIRST_DATE, toEpochDay } from '../../shared/calendar-dates';
import { loadBenefitRules } from '../benefits/load-benefit-rules.query';
import { spanInForce } from '../capacity/timeline-segments.rules';
import { isVoucherType, ruleSpans, USUAL_RULES } from './voucher-rules.rules';
import { VoucherSourceRepository } from './voucher-source.repository';

const EVER = { from: toEpochDay(FIRST_DATE), to: toEpochDay('9999-12-31') };

/** The ids of approved absences whose type counts (`absence_types_that_count`) by the rules of the day they begin. */
export async function listAbsencesThatCount(uow: UnitOfWork, personId: string): Promise<string[]> {
  const benefit = await loadBenefitRules(uow, isVoucherType, [personId]);
  const spans = ruleSpans(benefit?.policies ?? []);
  const source = new VoucherSourceRepository(uow.trx, uow.organizationId);
  const absences = (await source.absences([personId], EVER)).get(personId) ?? [];
  const counts = absences.filter(({ absence, typeKey }) =>
    (spanInForce(spans, absence.from)?.rules ?? USUAL_RULES).absenceTypesThatCount.has(typeKey),
  );
  return counts.map(({ absence }) => absence.id);
}
