/** Approval policies as a resource: one of a kind. A change counts for what is asked from then on, never for what runs. */
import type { CrudResource } from '../../http/crud-resource';
import { ApprovalPolicyRepository } from './approval-policies.repository';
import { changedPolicy, levelsOf, newPolicy, policyAnswer, type PolicyBody } from './approval-policies.schema';
import { presentPolicy } from './approvals.presenter';
import type { ApprovalPolicy } from './approvals.types';
import { assertMembers } from './assert-members.query';
import { assertLevels, usersNamedIn } from './policy-levels.rules';

export const approvalPoliciesResource: CrudResource<ApprovalPolicy> = {
  path: '/approval-policies',
  tag: 'Approvals',
  noun: 'approval_policy',
  permissions: { read: 'approval_policy.read', write: 'approval_policy.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  create: newPolicy,
  update: changedPolicy,
  answer: policyAnswer,
  repository: (uow) => new ApprovalPolicyRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before }) => {
    const { kind, levels } = body as PolicyBody;
    const record = {
      kind: kind ?? before?.kind ?? 'absence',
      levels: levels === undefined ? (before?.levels ?? []) : levelsOf(levels),
    };
    assertLevels(record.levels);
    if (levels !== undefined) await assertMembers(uow, usersNamedIn(record.levels));
    return record;
  },
  present: presentPolicy,
};
