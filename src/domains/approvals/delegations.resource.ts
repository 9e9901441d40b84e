/** Delegations as a resource. They count while they are valid, for requests that run already too; circles do no harm. */
import type { CrudResource } from '../../http/crud-resource';
import { assertInOrder } from '../../shared/assert-in-order';
import { invalidField } from '../../shared/domain-error';
import { assertMayDelegate } from './approvals.policy';
import { presentDelegation } from './approvals.presenter';
import type { Delegation } from './approvals.types';
import { assertMembers } from './assert-members.query';
import { DelegationRepository } from './delegations.repository';
import { changedDelegation, delegationAnswer, newDelegation, type DelegationBody } from './delegations.schema';

export const delegationsResource: CrudResource<Delegation> = {
  path: '/delegations',
  tag: 'Approvals',
  noun: 'delegation',
  permissions: { read: 'delegation.read', write: 'delegation.write' },
  operations: ['create', 'update', 'delete'],
  create: newDelegation,
  update: changedDelegation,
  answer: delegationAnswer,
  repository: (uow) => new DelegationRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before }) => {
    const { from_user_id, to_user_id, starts_on, ends_on, kinds } = body as DelegationBody;
    const record = {
      fromUserId: from_user_id ?? before?.fromUserId ?? '',
      toUserId: to_user_id ?? before?.toUserId ?? '',
      startsOn: starts_on ?? before?.startsOn ?? '',
      endsOn: ends_on ?? before?.endsOn ?? '',
      kinds: kinds === undefined ? (before?.kinds ?? null) : kinds,
    };
    assertInOrder({ starts_on: record.startsOn, ends_on: record.endsOn });
    if (record.fromUserId === record.toUserId)
      throw invalidField('/to_user_id', 'same_user', 'a delegation is to somebody else');
    await assertMembers(uow, [
      { userId: record.fromUserId, pointer: '/from_user_id' },
      { userId: record.toUserId, pointer: '/to_user_id' },
    ]);
    return record;
  },
  mayWrite: (uow, { before, after }) => {
    assertMayDelegate(uow.actor, [before, after]);
    return Promise.resolve();
  },
  present: presentDelegation,
};
