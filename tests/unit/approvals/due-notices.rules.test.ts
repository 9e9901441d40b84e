import { describe, expect, test } from '@jest/globals';
import type { StoredNotice } from '../../../src/domains/approvals/approval-notices.types';
import type { ApprovalFile, ApprovalLevel, ApproverDirectory } from '../../../src/domains/approvals/approvals.types';
import { dueNotices, MOST_REMINDERS, type Surroundings } from '../../../src/domains/approvals/due-notices.rules';

const members = ['anna', 'ben', 'chief'].map((userId) => ({ userId, role: 'manager' as const, personId: null }));
const directory: ApproverDirectory = { members, managerOf: new Map(), leadsOf: new Map(), delegations: [] };
const fields = {
  organizationId: 'o',
  version: 1,
  createdAt: new Date(),
  updatedAt: new Date(),
  deletedAt: null,
  editedFields: [],
};
const plain: ApprovalLevel = {
  approvers: [
    { type: 'user', userId: 'anna' },
    { type: 'user', userId: 'ben' },
  ],
  rule: 'all',
  quorum: null,
  remindAfter: 'P2D',
  escalateAfter: 'P1W',
  escalateTo: { type: 'user', userId: 'chief' },
};

/** Opened on Thursday 26 November 2026, 10:00 in Paris. */
function fileOf(level: Partial<ApprovalLevel> = {}, change: { escalatedAt?: Date; voted?: string } = {}): ApprovalFile {
  const approval = {
    ...fields,
    id: 'r',
    kind: 'absence' as const,
    state: 'pending' as const,
    levels: [{ ...plain, ...level }],
    subjectType: 'absence' as const,
    subjectId: 's',
    subjectPersonId: null,
    requestedBy: 'asker',
    payload: {},
    message: null,
    currentLevel: 1,
    decidedAt: null,
  };
  const openedAt = new Date('2026-11-26T09:00:00Z');
  const { escalatedAt = null, voted } = change;
  const step = {
    ...fields,
    id: 'step',
    approvalId: 'r',
    level: 1,
    state: 'open' as const,
    openedAt,
    escalatedAt,
    closedAt: null,
  };
  const vote = {
    id: 'v',
    approvalId: 'r',
    stepId: 'step',
    verdict: 'approved' as const,
    comment: null,
    decidedAt: openedAt,
  };
  const decisions = voted === undefined ? [] : [{ ...vote, principalUserId: voted, actorUserId: voted }];
  return { approval, steps: [step], decisions };
}

const noted = (kind: StoredNotice['kind'], recipientUserId: string, sequence = 0): StoredNotice => ({
  id: `${kind}/${recipientUserId}`,
  approvalId: 'r',
  level: 1,
  kind,
  sequence,
  recipientUserId,
  createdAt: new Date('2026-11-26T09:00:00Z'),
  sentAt: null,
  failedCode: null,
});
const ASKED = [noted('asked', 'anna'), noted('asked', 'ben')];
const isWeekday = (date: string): boolean => ![0, 6].includes(new Date(date).getUTCDay());

function look(at: string, file = fileOf(), changes: Partial<Surroundings> = {}): [string[], string | null, boolean] {
  const around = {
    directory,
    noted: ASKED,
    zone: 'Europe/Paris',
    worksOn: (_: string, date: string) => isWeekday(date),
  };
  const due = dueNotices(file, { ...around, at: new Date(at), ...changes });
  const lines = due.notices.map(
    ({ kind, sequence, recipientUserId }) => `${kind} ${recipientUserId} ${String(sequence)}`,
  );
  return [lines, due.nextDueAt?.toISOString() ?? null, due.escalates];
}

describe('what is due', () => {
  test('at first everybody who may decide is asked, and the reminder of Saturday is for Monday morning', () => {
    const first = look('2026-11-26T09:00:00Z', fileOf(), { noted: [] });
    expect(first).toEqual([['asked anna 0', 'asked ben 0'], '2026-11-30T08:00:00.000Z', false]);
  });

  test('on Monday one mail stands for the reminders of Saturday and Monday that wait', () => {
    expect(look('2026-11-30T08:00:00Z')).toEqual([
      ['reminder anna 1', 'reminder ben 1'],
      '2026-11-30T09:00:00.000Z',
      false,
    ]);
    expect(look('2026-11-30T09:30:00Z')[0]).toEqual(['reminder anna 2', 'reminder ben 2']);
  });

  test('a look that is repeated notes nothing twice', () => {
    const done = [...ASKED, noted('reminder', 'anna', 2), noted('reminder', 'ben', 2)];
    expect(look('2026-11-30T09:30:00Z', fileOf(), { noted: done })).toEqual([[], '2026-12-02T09:00:00.000Z', false]);
  });

  test('who has voted is left in peace; who is on leave is reminded when they are back', () => {
    expect(look('2026-11-30T08:00:00Z', fileOf({}, { voted: 'anna' }))[0]).toEqual(['reminder ben 1']);
    const worksOn = (userId: string, date: string): boolean =>
      isWeekday(date) && !(userId === 'anna' && date < '2026-12-02');
    expect(look('2026-11-30T08:00:00Z', fileOf(), { worksOn })[0]).toEqual(['reminder ben 1']);
    expect(look('2026-12-02T08:00:00Z', fileOf(), { worksOn })[0]).toEqual(['reminder anna 2', 'reminder ben 2']);
  });

  test('it escalates once, on a working day of the one it goes to, and then nothing more comes by itself', () => {
    const worksOn = (userId: string, date: string): boolean => userId !== 'chief' || date >= '2026-12-07';
    expect(look('2026-12-04T09:00:00Z', fileOf(), { worksOn })[2]).toBe(false);
    expect(look('2026-12-07T08:00:00Z', fileOf(), { worksOn })).toEqual([['escalation chief 0'], null, true]);
    const escalated = fileOf({}, { escalatedAt: new Date('2026-12-07T08:00:00Z') });
    const after = { worksOn, noted: [...ASKED, noted('escalation', 'chief')] };
    expect(look('2027-06-01T08:00:00Z', escalated, after)).toEqual([[], null, false]);
  });

  test('an escalation to nobody who can be found is not hidden by waiting', () => {
    const file = fileOf({ escalateTo: { type: 'user', userId: 'gone' } });
    expect(look('2026-12-03T09:00:00Z', file)).toEqual([[], null, true]);
  });

  test('who joins late is asked, and not reminded of what they were not asked', () => {
    const delegations = [{ fromUserId: 'anna', toUserId: 'chief', kinds: null }];
    const around = {
      directory: { ...directory, delegations },
      noted: [...ASKED, noted('reminder', 'anna', 2), noted('reminder', 'ben', 2)],
    };
    expect(look('2026-12-01T09:00:00Z', fileOf(), around)[0]).toEqual(['asked chief 0']);
  });

  test('reminders end; a request that is over needs none', () => {
    const file = fileOf({ escalateAfter: null, escalateTo: null });
    expect(look('2028-01-03T09:00:00Z', file)[0]).toContain(`reminder anna ${String(MOST_REMINDERS)}`);
    expect(look('2028-01-03T09:00:00Z', file)[1]).toBeNull();
    const over = { ...file, approval: { ...file.approval, state: 'approved' as const } };
    expect(look('2026-11-30T08:00:00Z', over)).toEqual([[], null, false]);
  });
});
