import { expect, test } from '@jest/globals';
import { mergeRecipients, targetOf } from '../../../src/domains/report-schedules/recipients.rules';
import type { Recipient } from '../../../src/domains/report-schedules/report-schedules.types';

const boss: Recipient = { id: '1', kind: 'email', address: 'Boss@example.com' };
const hook: Recipient = { id: '2', kind: 'webhook', url: 'https://a.example.com/x' };
let count = 10;
const newId = (): string => String((count += 1));

test('who stays keeps the id, and a webhook its secret unless a new one comes', () => {
  const merged = mergeRecipients(
    [boss, hook],
    [
      { kind: 'webhook', url: 'https://a.example.com/x' },
      { kind: 'email', address: 'boss@example.com' },
    ],
    newId,
  );
  expect(merged.recipients.map(({ id }) => id)).toEqual(['2', '1']);
  expect([merged.secrets, merged.unsigned, merged.repeated]).toEqual([[], [], []]);
  const renewed = mergeRecipients([hook], [{ kind: 'webhook', url: targetOf(hook), secret: 's' }], newId);
  expect(renewed.secrets).toEqual([{ recipientId: '2', secret: 's' }]);
});

test('a webhook of another path is a new one, which needs a secret; the same one twice is told', () => {
  const merged = mergeRecipients(
    [hook],
    [
      { kind: 'webhook', url: 'https://a.example.com/X' },
      { kind: 'email', address: 'a@example.com' },
      { kind: 'email', address: 'A@example.com' },
    ],
    newId,
  );
  expect([merged.unsigned, merged.repeated]).toEqual([[0], [2]]);
  expect(merged.recipients[0]?.id).not.toBe('2');
});
