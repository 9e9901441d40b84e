import { expect, test } from '@jest/globals';
import { invitationMail } from '../../../src/domains/members/invitation-mail.rules';
import {
  invitationSubject,
  invitationUrl,
  isActiveOwner,
  memberState,
} from '../../../src/domains/members/members.rules';

const now = new Date('2027-03-01T10:00:30Z');

test.each([
  [null, null, 'invited'],
  [null, now, 'invited'],
  ['u', null, 'active'],
  ['u', now, 'deactivated'],
] as const)('user %j, deactivated %j: %s', (userId, deactivatedAt, state) => {
  expect(memberState({ userId, deactivatedAt })).toBe(state);
  expect(isActiveOwner({ userId, deactivatedAt, role: 'owner' })).toBe(state === 'active');
  expect(isActiveOwner({ userId, deactivatedAt, role: 'admin' })).toBe(false);
});

test('a renewed invitation has another subject, its link holds the token', () => {
  expect(invitationSubject('m', now)).toBe('invitation/m/1803895230000');
  expect(invitationUrl('https://plan.example.com', 't')).toBe('https://plan.example.com/accept-invitation?token=t');
});

test('the mail says who invites where, and until when', () => {
  const facts = { organization: 'Atelier', inviter: 'Alice', url: 'https://x/y', until: now };
  const { subject, text } = invitationMail(facts);
  expect(subject).toBe('Join Atelier on Plan Charge');
  expect(text).toContain('Alice invites you to join Atelier');
  expect(text).toContain('\nhttps://x/y\n');
  expect(text).toContain('until 2027-03-01 10:00 UTC');
  expect(invitationMail({ ...facts, inviter: null }).text).toContain('You are invited to join Atelier');
});
