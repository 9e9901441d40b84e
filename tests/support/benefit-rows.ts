/** Rows of the tables of benefits and vouchers, for tests that need one of each. */
import { newId } from '../../src/shared/ids';
import type { Factory } from './factories';

/** One row in every table of benefits, vouchers and data care. */
export async function fillBenefits(
  factory: Factory,
  { organization_id, person_id }: { organization_id: string; person_id: string },
): Promise<void> {
  const record = () => ({ organization_id, id: newId() });
  const type = await factory.insert('benefit_types', { ...record(), key: 'meal_vouchers', name: 'Meal vouchers' });
  const benefit_type_id = type['id'];
  await factory.insert('benefit_policies', { ...record(), benefit_type_id });
  const decision = { person_id, benefit_type_id, eligible: false, effective_from: '2026-01-01' };
  await factory.insert('person_benefits', { ...record(), ...decision, reason: 'Canteen' });
  const month = { organization_id, month: '2026-10-01' };
  await factory.insert('voucher_months', { ...month, id: newId(), closed_at: new Date(), people: 1, days: 20 });
  await factory.insert('erasures', { ...record(), person_id, trigger: 'request' });
  const counts = { days: 20, rule_days: 20, override_days: 0, carried_over: 0 };
  await factory.insert('voucher_rows', { ...month, person_id, ...counts, parts: '[]', corrections: '[]' });
}
