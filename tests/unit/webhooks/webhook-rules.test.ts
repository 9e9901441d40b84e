import { describe, expect, test } from '@jest/globals';
import { disabledMail } from '../../../src/domains/webhooks/disabled-mail.rules';
import {
  isInternalEventType,
  matchedEventTypes,
  webhookEventTypes,
} from '../../../src/domains/webhooks/webhook-events.rules';
import { eventBody, testBody } from '../../../src/domains/webhooks/webhook-message.rules';
import {
  signingSecrets,
  webhookSecretColumns,
  webhookSecretContext,
} from '../../../src/domains/webhooks/webhook-secrets.rules';
import type { WebhookLook } from '../../../src/domains/webhooks/webhooks.contract';
import { KeyRing } from '../../../src/platform/secrets/key-ring';
import { lookDetails, waitMs } from '../../../workflows/webhook/webhook.state';

const NOW = new Date('2026-11-25T08:00:00Z');

describe('event types', () => {
  test('are named once each, in the catalogue’s order; * is all of them', () => {
    const asked = ['tag.created', 'absence.created', 'tag.created'];
    expect(matchedEventTypes(asked)).toEqual({ allEventTypes: false, eventTypes: ['absence.created', 'tag.created'] });
    expect(matchedEventTypes(['*', 'tag.created'])).toEqual({ allEventTypes: true, eventTypes: webhookEventTypes });
    expect(new Set(webhookEventTypes).size).toBe(webhookEventTypes.length);
  });

  test('of secrets, private data and the machinery are internal; none is both', () => {
    for (const type of ['capacity.dirtied', 'password_reset.requested', 'webhook.waiting', 'person_email.created'])
      expect(isInternalEventType(type)).toBe(true);
    expect(isInternalEventType('capacity.created')).toBe(false);
    expect(webhookEventTypes.filter(isInternalEventType)).toEqual([]);
  });
});

test('a message is thin: which record, which version, what and when', () => {
  const facts = { id: 'm1', webhookId: 'w1', version: 3, now: NOW };
  expect(JSON.parse(testBody('o1', facts))).toEqual({
    id: 'm1',
    type: 'webhook.test',
    occurred_at: '2026-11-25T08:00:00.000Z',
    org_id: 'o1',
    resource: { type: 'webhook', id: 'w1', version: 3 },
  });
  const event = { eventType: 'absence.created', entityType: 'absence', entityId: 'a1', entityVersion: 1 };
  const absence = { ...event, id: 'm2', occurredAt: NOW, reason: 'ill', notes: 'private' };
  expect(Object.keys(JSON.parse(eventBody('o1', absence)) as object)).toEqual([
    'id',
    'type',
    'occurred_at',
    'org_id',
    'resource',
  ]);
});

describe('secrets', () => {
  const ring = new KeyRing([Buffer.alloc(32, 1)]);
  const seal = (text: string, column: 'secret' | 'previous_secret') =>
    ring.encrypt(text, webhookSecretContext('o1', 'w1', column));
  const sealed = {
    organizationId: 'o1',
    id: 'w1',
    secret: seal('whsec_new', 'secret'),
    previousSecret: seal('whsec_old', 'previous_secret'),
    previousSecretUntil: NOW,
  };

  test('sign together until the time of the older one is over', () => {
    expect(signingSecrets(ring, sealed, new Date(NOW.getTime() - 1))).toEqual(['whsec_new', 'whsec_old']);
    expect(signingSecrets(ring, sealed, NOW)).toEqual(['whsec_new']);
    const never = { ...sealed, previousSecret: null, previousSecretUntil: null };
    expect(signingSecrets(ring, never, NOW)).toEqual(['whsec_new']);
  });

  test('open in their own place only', () => {
    expect(() => signingSecrets(ring, { ...sealed, id: 'w2' }, NOW)).toThrow('does not belong here');
    expect(webhookSecretColumns.map(({ column }) => column)).toEqual(['secret', 'previous_secret']);
  });
});

describe('the notice to admins', () => {
  const facts = {
    organization: 'Acme',
    description: 'Payroll',
    url: 'https://hooks.example.com/a-secret-path',
    reason: 'failing' as const,
    failingSince: NOW,
    webhookId: 'w1',
  };

  test('says where, why and what to do, and keeps the path to itself', () => {
    const { subject, text } = disabledMail(facts);
    expect(subject).toBe('A webhook of Acme was disabled');
    for (const part of ['hooks.example.com', 'failed since 2026-11-25 08:00 UTC', 'Payroll', 'w1'])
      expect(text).toContain(part);
    expect(text).not.toContain('a-secret-path');
  });

  test('of one that is gone says so', () => {
    const { text } = disabledMail({ ...facts, reason: 'gone', failingSince: null, description: null });
    expect(text).toContain('410 Gone');
    expect(text).not.toContain('Webhook:');
  });

  test('does without the day where there is none', () => {
    expect(disabledMail({ ...facts, failingSince: null }).text).toContain('Every message to it has failed.');
  });
});

describe('the workflow', () => {
  const look: WebhookLook = { state: 'active', delivered: 2, failed: 1, nextDueAt: null };

  test.each([
    [null, null],
    ['2026-11-25T08:00:05.000Z', 5_000],
    ['2026-11-25T07:00:00.000Z', 0],
  ])('with the next attempt due at %s waits %p ms', (nextDueAt, expected) => {
    expect(waitMs({ ...look, nextDueAt }, NOW.getTime())).toBe(expected);
  });

  test('shows its last look', () => {
    expect(lookDetails(look)).toContain('nothing waits');
    expect(lookDetails({ ...look, nextDueAt: '2026-11-25T08:00:05.000Z' })).toContain('2026-11-25T08:00:05.000Z');
  });
});
