/** Approvals of the demo: policies and a delegation as records, requests and decisions by those who make them. */
import type { Role } from '../access/role-grants';
import { AbsenceRepository } from '../domains/absences/absences.repository';
import { ApprovalPolicyRepository } from '../domains/approvals/approval-policies.repository';
import { decideApproval } from '../domains/approvals/decide-approval.command';
import { DelegationRepository } from '../domains/approvals/delegations.repository';
import { startApproval } from '../domains/approvals/start-approval.command';
import type { UnitOfWork } from '../platform/unit-of-work';
import { withinOrganization } from '../platform/within-organization';
import { demoApprovals } from './demo-approvals.rules';
import { demoId } from './demo-ids.rules';

/** Loads them into the organisation that this unit of work has just filled. */
export async function loadDemoApprovals(uow: UnitOfWork): Promise<void> {
  const { policies, delegation, absence, booking } = demoApprovals(uow.now);
  const place = [uow.trx, uow.organizationId] as const;
  await new ApprovalPolicyRepository(...place).insertMany(policies);
  await new DelegationRepository(...place).insert(delegation);
  await new AbsenceRepository(...place).insert(absence);
  const leave = await as(uow, { email: 'jane@demo.com', role: 'member', personKey: 'jane' }, (jane) =>
    startApproval(jane, {
      kind: 'absence',
      subject: { type: 'absence', id: absence.id, personId: absence.personId },
      message: null,
    }),
  );
  await as(uow, { email: 'john@demo.com', role: 'manager', personKey: 'john' }, async (john) => {
    if (leave !== null) await decideApproval(john, { id: leave.id, verdict: 'approved', comment: 'Bonnes vacances !' });
    await startApproval(john, {
      kind: 'allocation_request',
      subject: { type: 'allocation', id: demoId('allocation', 'nadia/request'), personId: booking.fields.personId },
      payload: { fields: booking.fields },
      message: booking.message,
    });
  });
}

async function as<T>(
  uow: UnitOfWork,
  who: { email: string; role: Role; personKey: string },
  work: (uow: UnitOfWork) => Promise<T>,
): Promise<T> {
  const actor = {
    kind: 'user',
    organizationId: uow.organizationId,
    userId: demoId('user', who.email),
    personId: demoId('person', who.personKey),
    role: who.role,
    sessionId: null,
  } as const;
  return withinOrganization(uow.trx, { actor, request: uow.request }, work);
}
