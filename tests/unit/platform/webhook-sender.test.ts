import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createWebhookSender, type WebhookSenderSettings } from '../../../src/platform/webhook-sender';
import { newWebhookSecret } from '../../../src/shared/webhook-signature';
import {
  answers,
  hangs,
  startWebhookReceiver,
  takes,
  verifies,
  type WebhookReceiver,
} from '../../support/webhook-receiver';

const NOW = new Date('2026-11-25T18:00:00.400Z');
const clock = { now: () => NOW };
const secrets = [newWebhookSecret()];
const message = { messageId: 'msg_1', body: '{"type":"allocation.created"}', secrets };

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
beforeEach(() => {
  receiver.behave(takes);
  receiver.received.length = 0;
});
afterAll(async () => {
  await receiver.close();
});

function sender(settings: Partial<WebhookSenderSettings> = {}) {
  return createWebhookSender(clock, { allowPrivateAddresses: true, totalTimeoutMs: 2_000, ...settings });
}
const send = (path = '/hook?a=1', settings: Partial<WebhookSenderSettings> = {}) =>
  sender(settings).send({ ...message, url: `${receiver.url}${path}` });

describe('a message', () => {
  test('arrives as it is, with its id, time and a signature that a receiver can verify', async () => {
    expect(await send()).toEqual({ outcome: 'delivered', status: 204 });
    const [received] = receiver.received;
    expect(received).toMatchObject({
      path: '/hook?a=1',
      body: message.body,
      headers: { 'webhook-id': 'msg_1', 'webhook-timestamp': '1795629600', 'content-type': 'application/json' },
    });
    expect(verifies(secrets[0]!, received!)).toBe(true);
    expect(verifies(newWebhookSecret(), received!)).toBe(false);
    expect(verifies(secrets[0]!, { ...received!, body: '{}' })).toBe(false);
  });

  test('is signed with each secret while one is being replaced', async () => {
    const both = [newWebhookSecret(), newWebhookSecret()];
    await sender().send({ ...message, url: receiver.url, secrets: both });
    expect(both.map((secret) => verifies(secret, receiver.received[0]!))).toEqual([true, true]);
  });

  test('without a usable id or a secret is a mistake of the caller', async () => {
    await expect(sender().send({ ...message, url: receiver.url, messageId: 'a\r\nb' })).rejects.toThrow('message id');
    await expect(sender().send({ ...message, url: receiver.url, secrets: [] })).rejects.toThrow('secret');
  });
});

describe('a receiver', () => {
  test.each([
    [500, {}, { outcome: 'retryable', reason: 'answered_with_error', status: 500, retryAfterMs: null }],
    [429, { 'Retry-After': '7' }, { outcome: 'retryable', reason: 'answered_with_error', retryAfterMs: 7_000 }],
    [410, {}, { outcome: 'permanent', reason: 'gone', status: 410 }],
  ])('that answers %i', async (status, headers, outcome) => {
    receiver.behave(answers(status, headers));
    expect(await send()).toMatchObject(outcome);
  });

  test('that redirects is not followed', async () => {
    const elsewhere = await startWebhookReceiver();
    receiver.behave(answers(307, { Location: `${elsewhere.url}/inside` }));
    expect(await send()).toMatchObject({ outcome: 'retryable', reason: 'redirected', status: 307 });
    expect(elsewhere.connections()).toBe(0);
    await elsewhere.close();
  });

  test('that never answers is given up after the time that is allowed', async () => {
    receiver.behave(hangs);
    expect(await send('/', { totalTimeoutMs: 150 })).toMatchObject({ outcome: 'retryable', reason: 'timed_out' });
  });

  test('that sends an endless body is cut off, and its status counts', async () => {
    let sent = 0;
    receiver.behave((response) => {
      response.writeHead(200);
      const more = (): void => {
        if (response.destroyed) return;
        sent += 16_384;
        response.write(Buffer.alloc(16_384), () => setImmediate(more));
      };
      more();
    });
    expect(await send('/', { totalTimeoutMs: 10_000 })).toEqual({ outcome: 'delivered', status: 200 });
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  test('whose body never ends is no reason to wait longer than allowed', async () => {
    receiver.behave((response) => {
      response.writeHead(200).write('x');
    });
    expect(await send('/', { totalTimeoutMs: 150 })).toEqual({ outcome: 'delivered', status: 200 });
  });

  test('that nobody runs, that hangs up and that speaks something else', async () => {
    const tcp = createTcpServer((socket) => {
      socket.resume().end('220 smtp.example.com\r\n');
    });
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const url = `http://127.0.0.1:${String((tcp.address() as AddressInfo).port)}`;
    expect(await sender().send({ ...message, url })).toMatchObject({ reason: 'connection_failed' });
    const closed = once(tcp, 'close');
    tcp.close();
    await closed;
    expect(await sender().send({ ...message, url })).toMatchObject({
      outcome: 'retryable',
      reason: 'connection_failed',
    });
  });

  test('is left alone when the caller gives up', async () => {
    receiver.behave(hangs);
    const giveUp = new AbortController();
    const attempt = sender().send({ ...message, url: receiver.url, signal: giveUp.signal });
    giveUp.abort(new Error('the worker stops'));
    await expect(attempt).rejects.toThrow('the worker stops');
  });
});

describe('names', () => {
  const url = () => `http://hooks.invalid:${String(receiver.port)}/`;
  const tls = () => `https://hooks.invalid:${String(receiver.port)}/`;
  const to = (...addresses: string[]) =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

  test('are resolved once, and the connection goes to the address that was judged', async () => {
    let asked = 0;
    const resolve = () => {
      asked += 1;
      return to(asked === 1 ? '127.0.0.1' : '127.0.0.2');
    };
    expect(await sender({ resolve }).send({ ...message, url: url() })).toMatchObject({ outcome: 'delivered' });
    expect(asked).toBe(1);
    expect(receiver.received[0]!.headers.host).toBe(`hooks.invalid:${String(receiver.port)}`);
  });

  test('that lead to a private address are refused without a connection, even when they lead elsewhere too', async () => {
    const before = receiver.connections();
    for (const addresses of [['127.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['::ffff:127.0.0.1'], ['fd00:ec2::254']]) {
      const careful = sender({ allowPrivateAddresses: false, resolve: () => to(...addresses) });
      expect(await careful.send({ ...message, url: tls() })).toMatchObject({
        outcome: 'retryable',
        reason: 'address_refused',
      });
    }
    expect(receiver.connections()).toBe(before);
  });

  test('of nobody, or that take too long to be found, are tried again later', async () => {
    const lost = sender({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    expect(await lost.send({ ...message, url: url() })).toMatchObject({ reason: 'name_not_resolved' });
    expect(await sender({ resolve: () => to() }).send({ ...message, url: url() })).toMatchObject({
      reason: 'name_not_resolved',
    });
    const slow = sender({ totalTimeoutMs: 100, resolve: () => new Promise(() => undefined) });
    expect(await slow.send({ ...message, url: url() })).toMatchObject({ outcome: 'retryable', reason: 'timed_out' });
  });

  test('of the system itself are found by its resolver', async () => {
    const here = `http://localhost:${String(receiver.port)}/`;
    expect(await sender().send({ ...message, url: here })).toMatchObject({ outcome: 'delivered' });
    const careful = sender({ allowPrivateAddresses: false });
    expect(await careful.send({ ...message, url: `https://localhost:${String(receiver.port)}/` })).toMatchObject({
      reason: 'address_refused',
    });
  });
});

test.each([
  ['http://127.0.0.1:1/', 'address_refused', 'retryable'],
  ['https://[::1]/', 'address_refused', 'retryable'],
  ['https://2130706433/', 'address_refused', 'retryable'], // 127.0.0.1 as one number
  ['http://hooks.example.com/', 'url_refused', 'permanent'],
  ['ftp://hooks.example.com/', 'url_refused', 'permanent'],
])('%s is %s before anything is sent', async (url, reason, outcome) => {
  const careful = sender({ allowPrivateAddresses: false, resolve: () => Promise.reject(new Error('not asked')) });
  expect(await careful.send({ ...message, url })).toMatchObject({ outcome, reason });
});

test('a certificate that is not trusted is a failed connection', async () => {
  const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  const url = `https://hooks.invalid:${String(receiver.port)}/`; // which speaks no TLS at all
  expect(await sender({ resolve }).send({ ...message, url })).toMatchObject({ reason: 'connection_failed' });
});
