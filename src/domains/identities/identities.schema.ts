/** Shapes of accounts, suggestions and decisions (v9 and API.md §6). */
import { z } from 'zod';
import { instant, pageOf, pageQuery, queryFlag, recordFields, uuid } from '../../http/schemas';
import { accountStates, decisionActions } from './external-accounts.types';
import { presences } from './presence.types';

const reason = z.string().trim().min(1).max(2_000);
const score = z.number().min(0).max(1);

export const accountAnswer = z
  .strictObject({
    ...recordFields,
    provider_id: uuid,
    provider: z.string(),
    connection_id: uuid,
    external_user_id: z.string(),
    person_id: uuid.nullable(),
    active: z.boolean(),
    active_from: z.string().nullable(),
    active_to: z.string().nullable(),
    raw_profile: z.record(z.string(), z.unknown()),
    state: z.enum(accountStates),
    link_method: z.enum(['automatic', 'manual', 'created']).nullable(),
    linked_by: uuid.nullable(),
    linked_at: instant.nullable(),
    link_reason: z.string().nullable(),
  })
  .meta({ id: 'ExternalAccount' });

export const accountQuery = z.strictObject({
  ...pageQuery,
  provider: z.string().min(1).max(50).optional(),
  unlinked: queryFlag.optional(),
  state: z.enum(accountStates).optional(),
  to_audit: queryFlag
    .optional()
    .meta({ description: 'True: the random 2 % of what the engine decided that a person is asked to look at.' }),
  person_id: uuid.optional(),
});

export const linkBody = z.strictObject({ person_id: uuid, reason: reason.nullable().optional() });
export const unlinkBody = z.strictObject({ reason, reject: z.boolean().optional() });

const evidence = z.strictObject({
  group: z.string(),
  level: z.string(),
  bits: z.number(),
  strength: z.enum(['strong', 'supports', 'neutral', 'against']),
  words: z.string(),
});

export const matchAnswer = z
  .strictObject({
    external_account_id: uuid,
    suggested_person_id: uuid,
    score,
    signals: z.record(z.string(), z.string()),
    rank: z.int().min(1).max(3),
    total_bits: z.number(),
    prior_bits: z.number(),
    margin_bits: z.number().nullable(),
    evidence: z.array(evidence),
    vetoes: z.array(z.string()),
    decisive: z.string().nullable(),
    would_make_certain: z.array(z.string()),
    model_version: z.string(),
    provider: z.string(),
    external_user_id: z.string(),
    account_name: z.string(),
    person_name: z.string(),
  })
  .meta({ id: 'IdentityMatch' });

export const matchQuery = z.strictObject({
  page: pageQuery.page,
  page_size: pageQuery.page_size,
  min_score: z.coerce.number().min(0).max(1).default(0.6),
  external_account_id: uuid.optional(),
});

const rows = z.int().min(0);

export const presenceAnswer = z
  .strictObject({
    person_id: uuid.nullable().meta({ description: 'Null for an account that is nobody’s yet.' }),
    name: z.string(),
    active: z.boolean(),
    payroll_number: z.string().nullable(),
    presence: z.enum(presences),
    accounts: z.array(
      z.strictObject({
        id: uuid,
        provider: z.string(),
        external_user_id: z.string(),
        state: z.enum(accountStates),
      }),
    ),
  })
  .meta({ id: 'IdentityPresence' });

export const presencePage = pageOf(presenceAnswer).extend({
  counts: z.strictObject({ both: rows, payroll_only: rows, time_tracking_only: rows, neither: rows }),
});

export const presenceQuery = z.strictObject({
  page: pageQuery.page,
  page_size: pageQuery.page_size,
  presence: z.enum(presences).optional(),
});

export const resolveBody = z.strictObject({
  external_account_id: uuid,
  action: z.enum(['link', 'new', 'ignore', 'reject']),
  person_id: uuid.nullable().optional(),
  reason: reason.nullable().optional(),
});

export const confirmBody = z.strictObject({
  items: z
    .array(z.strictObject({ external_account_id: uuid, person_id: uuid.optional() }))
    .min(1)
    .max(1_000),
  reason: reason.nullable().optional(),
});

export const confirmAnswer = z.strictObject({
  results: z.array(
    z.strictObject({
      index: z.int().min(0),
      status: z.enum(['linked', 'failed']),
      id: uuid,
      person_id: uuid.nullable(),
      problem: z.looseObject({ status: z.int(), code: z.string(), detail: z.string() }).optional(),
    }),
  ),
});

export const decisionAnswer = z
  .strictObject({
    id: uuid,
    external_account_id: uuid,
    person_id: uuid.nullable(),
    action: z.enum(decisionActions),
    decided_by: uuid.nullable(),
    reason: z.string().nullable(),
    score: score.nullable(),
    total_bits: z.number().nullable(),
    model_version: z.string(),
    run_id: uuid.nullable(),
    created_at: instant,
  })
  .meta({ id: 'IdentityDecision' });

export const decisionQuery = z.strictObject({
  page: pageQuery.page,
  page_size: pageQuery.page_size,
  external_account_id: uuid.optional(),
  person_id: uuid.optional(),
});
