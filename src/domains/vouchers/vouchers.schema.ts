/** Shapes of meal vouchers (API.md §7, READINGS 49). */
import { z } from 'zod';
import { instant, isoDate, isoMonth, pageOf, pageQuery, uuid } from '../../http/schemas';
import { differenceCodes } from './reconciliation.rules';
import { voucherReasons } from './vouchers.types';

export const monthParams = z.strictObject({ month: isoMonth });

const { page, page_size, cursor } = pageQuery;
export const vouchersQuery = z.strictObject({ page, page_size, cursor, person_id: uuid.optional() });

const count = z.int().min(0);
const oneDay = z.union([z.literal(0), z.literal(1)]);

const part = z.strictObject({
  date: isoDate,
  days: oneDay,
  rule_days: oneDay,
  reason: z.enum(voucherReasons),
  morning_minutes: count,
  afternoon_minutes: count,
  policy_id: uuid.nullable(),
  override: z.strictObject({ id: uuid, eligible: z.boolean(), reason: z.string().nullable() }).nullable(),
  causes: z.array(
    z.strictObject({
      kind: z.enum(['holiday', 'absence', 'remote', 'absence_that_counts']),
      id: uuid,
      label: z.string(),
      minutes: count,
    }),
  ),
});

const correction = z.strictObject({
  month: z.string(),
  kind: z.enum(['recount', 'carried']),
  days: z.int(),
  changes: z.array(z.strictObject({ date: isoDate, before: z.int(), after: z.int(), reason: z.enum(voucherReasons) })),
});

const voucherAnswer = z
  .strictObject({
    person_id: uuid,
    person_name: z.string(),
    matricule: z.string().nullable(),
    days: count.meta({ description: '`rule_days + override_days` and the days of `correction_of`, never below 0.' }),
    rule_days: count,
    override_days: z.int().meta({ description: 'What decisions about the person add, or take.' }),
    carried_over: z.int().max(0).meta({ description: 'What a month below 0 leaves to the next.' }),
    parts: z.array(part).meta({ description: 'Every date of the month with its reason.' }),
    correction_of: z.array(correction).meta({ description: 'What closed months before this one hand on.' }),
  })
  .meta({ id: 'MonthlyVouchers' });

const monthFields = {
  month: z.string(),
  state: z.enum(['open', 'closed']),
  closed_at: instant.nullable(),
  closed_by: uuid.nullable(),
};

export const vouchersAnswer = pageOf(voucherAnswer).extend(monthFields);

export const voucherMonthAnswer = z
  .strictObject({ id: uuid, ...monthFields, people: count, days: count })
  .meta({ id: 'VoucherMonth' });

export const reconciliationAnswer = z
  .strictObject({
    month: z.string(),
    state: z.enum(['open', 'closed']),
    read_at: instant.nullable().meta({ description: 'When the payroll was read last; null = never for this month.' }),
    items: z.array(
      z.strictObject({
        person_id: uuid.nullable().meta({ description: 'Null: an account of the payroll that is linked to nobody.' }),
        external_account_ids: z.array(uuid),
        person_name: z.string(),
        matricule: z.string().nullable(),
        days: count,
        payroll_days: z.number().nullable(),
        difference: z.number(),
        reasons: z.array(z.strictObject({ code: z.enum(differenceCodes), days: z.number(), dates: z.array(isoDate) })),
      }),
    ),
    totals: z.strictObject({ days: count, payroll_days: z.number(), difference: z.number() }),
  })
  .meta({ id: 'VoucherReconciliation' });
