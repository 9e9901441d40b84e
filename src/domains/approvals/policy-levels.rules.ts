/** Which levels make a policy. */
import { invalidField } from '../../shared/domain-error';
import type { ApprovalLevel } from './approvals.types';

/** @throws DomainError validation_failed on a quorum without a number or a number without a quorum, or half an escalation */
export function assertLevels(levels: readonly ApprovalLevel[]): void {
  for (const [index, level] of levels.entries()) {
    const at = (field: string): string => `/levels/${String(index)}/${field}`;
    if ((level.rule === 'quorum') !== (level.quorum !== null)) {
      throw invalidField(at('quorum'), 'quorum_and_rule', 'quorum is needed with the rule quorum, and only there');
    }
    if ((level.escalateAfter === null) !== (level.escalateTo === null)) {
      const missing = level.escalateTo === null ? 'escalate_to' : 'escalate_after';
      throw invalidField(at(missing), 'required', 'escalate_after and escalate_to go together');
    }
  }
}

/** The users that levels name, with where. */
export function usersNamedIn(levels: readonly ApprovalLevel[]): { userId: string; pointer: string }[] {
  return levels.flatMap((level, index) => {
    const at = `/levels/${String(index)}`;
    const rules = [
      ...level.approvers.map((rule, position) => ({ rule, pointer: `${at}/approvers/${String(position)}/user_id` })),
      { rule: level.escalateTo, pointer: `${at}/escalate_to/user_id` },
    ];
    return rules.flatMap(({ rule, pointer }) => (rule?.type === 'user' ? [{ userId: rule.userId, pointer }] : []));
  });
}
