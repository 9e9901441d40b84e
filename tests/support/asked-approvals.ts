/** A request of each kind, with what counts how often it did its work. */
import type { ApprovalKind } from '../../src/domains/approvals/approvals.types';
import type { AnswerBody, SignedIn, TestApi } from './api';
import { buildAbsence, buildAllocation, buildAllocationRequest, buildPerson } from './resources';

export interface AskedApproval {
  id: string;
  /** How often what was asked was done. */
  effects: () => Promise<number>;
}

type Change = { before: { [field: string]: unknown } | null; after: { [field: string]: unknown } | null };

/** Asks as `requester`, an admin; `number` is another one each time. */
export async function askFor(
  api: TestApi,
  kind: ApprovalKind,
  { requester, number }: { requester: SignedIn; number: number },
): Promise<AskedApproval> {
  const changesOf = (entity_id: string): PromiseLike<Change[]> =>
    api.database.admin('audit_events').where({ entity_id }).select<Change[]>('before', 'after');
  const times = async (entityId: string, field: string, [from, to]: [unknown, unknown]): Promise<number> =>
    (await changesOf(entityId)).filter(({ before, after }) => before?.[field] === from && after?.[field] === to).length;
  switch (kind) {
    case 'absence': {
      const asked = { person_id: requester.personId, status: 'requested' };
      const { id: absenceId } = await buildAbsence(requester, asked);
      const { approval_id } = (await requester.get(`/absences/${absenceId}`)).body;
      return { id: String(approval_id), effects: () => times(absenceId, 'status', ['requested', 'approved']) };
    }
    case 'allocation_request': {
      const asked = await buildAllocationRequest(requester, { person_id: api.as.viewer.personId, percent: 1 });
      return { id: asked.id, effects: () => times(subjectOf(asked), 'id', [undefined, subjectOf(asked)]) };
    }
    case 'over_allocation': {
      const { id: person_id } = await buildPerson(api.as.owner);
      const booking = { person_id, start_date: '2027-03-01', end_date: '2027-03-05' };
      await buildAllocation(api.as.owner, booking);
      const more = { ...booking, percent: 50, conflict_reason: 'The launch' };
      const { body, text } = await requester.post('/allocations?on_conflict=accept', more);
      if (body['approval'] === undefined) throw new Error(text);
      const { id } = body['approval'] as AnswerBody;
      return { id, effects: () => times(body.id, 'status', ['tentative', 'firm']) };
    }
    case 'period_close': {
      const month = `${String(2000 + Math.floor(number / 12))}-${String((number % 12) + 1).padStart(2, '0')}`;
      const { body } = await requester.post(`/periods/${month}:close`);
      const closed = { event: 'period.closed', entity_id: subjectOf(body) };
      return { id: body.id, effects: async () => (await api.database.admin('audit_events').where(closed)).length };
    }
  }
}

function subjectOf(approval: AnswerBody): string {
  return (approval['subject'] as { id: string }).id;
}
