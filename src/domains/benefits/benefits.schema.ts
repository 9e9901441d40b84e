/** Shapes of benefit types, policies and decisions about people (v9). */
import { z } from 'zod';
import { isoDate, pageQuery, recordFields, uuid } from '../../http/schemas';

export const newBenefitType = z.strictObject({
  key: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1).max(200),
});
export const changedBenefitType = newBenefitType.partial();
export type BenefitTypeBody = z.output<typeof changedBenefitType>;

export const benefitTypeAnswer = z
  .strictObject({ ...recordFields, key: z.string(), name: z.string() })
  .meta({ id: 'BenefitType' });

/** v9 takes any rules; those of meal vouchers (READINGS 49) have a shape when they are there. */
const rules = z
  .looseObject({
    both_halves: z.boolean().optional(),
    minimum_minutes: z.int().min(0).max(1_440).nullable().optional(),
    remote_counts: z.boolean().optional(),
    absence_types_that_count: z.array(z.string().trim().min(1).max(100)).max(200).optional(),
  })
  .meta({
    description:
      'Of meal vouchers: a day counts when both halves have net minutes (`both_halves`, default true), has at least `minimum_minutes`, on remote work unless `remote_counts` is false, and as if the leave named by `absence_types_that_count` were not there.',
  });

export const newBenefitPolicy = z.strictObject({
  benefit_type_id: uuid,
  rules: rules.optional(),
  active: z.boolean().optional(),
  effective_from: isoDate.nullable().optional(),
  effective_to: isoDate.nullable().optional(),
});
export const changedBenefitPolicy = newBenefitPolicy.partial();
export type BenefitPolicyBody = z.output<typeof changedBenefitPolicy>;

export const benefitPolicyAnswer = z
  .strictObject({
    ...recordFields,
    benefit_type_id: uuid,
    rules: z.looseObject({}),
    active: z.boolean(),
    effective_from: isoDate.nullable(),
    effective_to: isoDate.nullable(),
  })
  .meta({ id: 'BenefitPolicy' });

export const newPersonBenefit = z.strictObject({
  benefit_type_id: uuid,
  eligible: z.boolean(),
  effective_from: isoDate,
  effective_to: isoDate.nullable().optional(),
  reason: z.string().trim().max(1_000).nullable().optional(),
});
export const changedPersonBenefit = newPersonBenefit.partial();
export type PersonBenefitBody = z.output<typeof changedPersonBenefit>;

export const personBenefitAnswer = z
  .strictObject({
    ...recordFields,
    person_id: uuid,
    benefit_type_id: uuid,
    eligible: z.boolean(),
    effective_from: isoDate,
    effective_to: isoDate.nullable(),
    source: z.enum(['policy', 'manual']),
    reason: z.string().nullable(),
    policy_id: uuid.nullable(),
  })
  .meta({ id: 'PersonBenefit' });

export const personBenefitQuery = z.strictObject(pageQuery);
