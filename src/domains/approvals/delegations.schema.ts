/** Shapes of delegations. */
import { z } from 'zod';
import { isoDate, recordFields, uuid } from '../../http/schemas';
import { approvalKinds } from './approvals.types';

const kinds = z.array(z.enum(approvalKinds)).min(1).max(approvalKinds.length).nullable();

export const newDelegation = z.strictObject({
  from_user_id: uuid,
  to_user_id: uuid,
  starts_on: isoDate,
  ends_on: isoDate,
  kinds: kinds.optional(),
});
export const changedDelegation = newDelegation.partial();
export type DelegationBody = z.output<typeof changedDelegation>;

export const delegationAnswer = z
  .strictObject({
    ...recordFields,
    from_user_id: uuid,
    to_user_id: uuid,
    starts_on: isoDate,
    ends_on: isoDate,
    kinds,
  })
  .meta({ id: 'Delegation' });
