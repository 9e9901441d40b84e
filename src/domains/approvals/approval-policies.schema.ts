/** Shapes of approval policies. */
import { z } from 'zod';
import { recordFields, uuid } from '../../http/schemas';
import { roles } from '../../access/role-grants';
import { approvalKinds, levelRules, type ApprovalLevel, type ApproverRule } from './approvals.types';
import { parseDuration } from './zoned-time.rules';

const MOST_LEVELS = 10;
const MOST_APPROVERS = 50;

/** Viewers decide nothing. */
const decidingRoles = roles.filter((role) => role !== 'viewer');

export const approverRule = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('line_manager') }),
  z.strictObject({ type: z.literal('team_lead') }),
  z.strictObject({ type: z.literal('role'), role: z.enum(decidingRoles) }),
  z.strictObject({ type: z.literal('user'), user_id: uuid }),
]);

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, {
    error: 'not an ISO 8601 duration of weeks, days, hours and minutes such as P2D or PT4H',
    params: { code: 'invalid_duration' },
  })
  .meta({ type: 'string', examples: ['P2D', 'PT4H'] });

const level = z.strictObject({
  approvers: z.array(approverRule).min(1).max(MOST_APPROVERS),
  rule: z.enum(levelRules),
  quorum: z.int().min(1).max(MOST_APPROVERS).nullable().optional(),
  remind_after: duration.nullable().optional(),
  escalate_after: duration.nullable().optional(),
  escalate_to: approverRule.nullable().optional(),
});
type LevelBody = z.output<typeof level>;

export const newPolicy = z.strictObject({
  kind: z.enum(approvalKinds),
  levels: z.array(level).min(1).max(MOST_LEVELS),
});
export const changedPolicy = newPolicy.partial();
export type PolicyBody = z.output<typeof changedPolicy>;

export const policyAnswer = z
  .strictObject({
    ...recordFields,
    kind: z.enum(approvalKinds),
    levels: z.array(
      z.strictObject({
        approvers: z.array(approverRule),
        rule: z.enum(levelRules),
        quorum: z.int().nullable(),
        remind_after: z.string().nullable(),
        escalate_after: z.string().nullable(),
        escalate_to: approverRule.nullable(),
      }),
    ),
  })
  .meta({ id: 'ApprovalPolicy' });

/** Levels as they are stored. */
export function levelsOf(bodies: readonly LevelBody[]): ApprovalLevel[] {
  return bodies.map((body) => ({
    approvers: body.approvers.map(ruleOf),
    rule: body.rule,
    quorum: body.quorum ?? null,
    remindAfter: body.remind_after ?? null,
    escalateAfter: body.escalate_after ?? null,
    escalateTo: body.escalate_to ? ruleOf(body.escalate_to) : null,
  }));
}

function ruleOf(body: z.output<typeof approverRule>): ApproverRule {
  return body.type === 'user' ? { type: body.type, userId: body.user_id } : body;
}
