/** A row in every table of the approvals, for the tests of migrations. */
import { newId } from '../../src/shared/ids';
import type { Factory } from './factories';

export async function fillApprovals(
  factory: Factory,
  { organization_id, user_id }: { organization_id: string; user_id: string },
): Promise<void> {
  const { user_id: to_user_id } = await factory.membership({ organization_id });
  const of = { organization_id, id: newId() };
  await factory.insert('approval_policies', { ...of, kind: 'absence', levels: '[{}]' });
  const dates = { starts_on: '2027-03-01', ends_on: '2027-03-02' };
  await factory.insert('delegations', { ...of, from_user_id: user_id, to_user_id, ...dates, kinds: ['absence'] });
  const subject = { subject_type: 'absence', subject_id: newId(), requested_by: user_id };
  await factory.insert('approvals', { ...of, kind: 'absence', levels: '[{}]', ...subject });
  const part = { organization_id, id: newId(), approval_id: of.id };
  await factory.insert('approval_steps', { ...part, level: 1, state: 'open', opened_at: new Date() });
  const vote = { principal_user_id: user_id, actor_user_id: user_id, verdict: 'approved', decided_at: new Date() };
  await factory.insert('approval_decisions', { ...part, step_id: part.id, ...vote });
  const notice = { level: 1, kind: 'asked', recipient_user_id: user_id, created_at: new Date() };
  await factory.insert('approval_notices', { ...part, ...notice });
}
