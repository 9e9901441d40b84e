/** One benefit, one type: where a benefit is known by its key, a second type would have policies that decide nothing. */
import type { NewRecord } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError } from '../../shared/domain-error';
import { lockOrganization } from '../organizations/lock-organization.command';
import { isVoucherType } from '../vouchers/voucher-rules.rules';
import { BenefitTypeRepository } from './benefits.repository';
import type { BenefitType } from './benefits.types';

/**
 * Refuses a type that would mean meal vouchers beside another one; who keeps the key it has is left alone.
 * @throws DomainError duplicate with `benefit_type_id`, that of the other one
 */
export async function assertMeantOnce(
  uow: UnitOfWork,
  { before, after }: { before: BenefitType | null; after: NewRecord<BenefitType> | null },
): Promise<void> {
  if (after === null || after.key === before?.key || !isVoucherType(after)) return;
  await lockOrganization(uow); // two at once would not see each other
  const types = await new BenefitTypeRepository(uow.trx, uow.organizationId).listAll();
  const other = types.find((type) => type.id !== before?.id && isVoucherType(type));
  if (other === undefined) return;
  throw new DomainError('duplicate', `The type "${other.key}" means meal vouchers already.`, {
    benefit_type_id: other.id,
  });
}
