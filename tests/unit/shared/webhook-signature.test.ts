import { expect, test } from '@jest/globals';
import {
  isWebhookSecret,
  newWebhookSecret,
  signatureHeaders,
  signatureOf,
} from '../../../src/shared/webhook-signature';

test('the example of the Svix documentation', () => {
  const body = '{"test": 2432232314}';
  const content = { messageId: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', body };
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  expect(signatureOf(secret, content)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  expect(signatureHeaders([secret, secret], content)['webhook-signature']!.split(' ')).toHaveLength(2);
});

test('new secrets are of the form the specification has, and never the same', () => {
  const [one, other] = [newWebhookSecret(), newWebhookSecret()];
  expect(one).not.toBe(other);
  expect([one, other].every(isWebhookSecret)).toBe(true);
});

test.each(['', 'whsec_', 'whsec_AAAA', 'whsec_!!!!', `whsec_${'A'.repeat(100)}`, 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])(
  '"%s" is no secret',
  (text) => {
    expect(isWebhookSecret(text)).toBe(false);
  },
);
