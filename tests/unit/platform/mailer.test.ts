import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createMailer, messageIdOf, type Mail } from '../../../src/platform/mailer';
import { startMailServer, type MailServer } from '../../support/mail-server';

const folder = join(mkdtempSync(join(tmpdir(), 'mailbox-')), 'mailbox');
const from = 'Plan Charge <no-reply@example.com>';
const mail: Mail = {
  to: ['ana@example.com'],
  subject: 'Réservé : Ana',
  text: 'Bonjour Ana',
  html: '<p>Bonjour Ana</p>',
  attachments: [{ filename: 'été.csv', contentType: 'text/csv', content: Buffer.from('a;b\n') }],
  messageId: messageIdOf('invitation', '0198', '1'),
  headers: { 'X-Plan-Charge': 'test' },
};

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
beforeEach(() => {
  server.reset();
});
afterAll(async () => {
  await server.close();
  rmSync(join(folder, '..'), { recursive: true });
});

describe('SMTP', () => {
  const smtp = () => createMailer({ smtpUrl: server.url, mailboxFolder: undefined, from });

  test('a mail arrives with its subject, both texts, its attachment, its headers and the message id it was given', async () => {
    expect(await smtp().send(mail)).toEqual({ refused: [] });
    const [received] = server.received;
    expect(received).toMatchObject({ from: 'no-reply@example.com', to: ['ana@example.com'] });
    const text = received!.text;
    expect(text).toContain('Message-ID: <invitation.0198.1@plan-charge.invalid>');
    expect(text).toContain('Auto-Submitted: auto-generated');
    expect(text).toContain('X-Plan-Charge: test');
    expect(text).toContain('Bonjour Ana');
    expect(text).toContain('text/csv');
  });

  test('no header and no recipient can be smuggled in', async () => {
    const subject = 'Hello\r\nBcc: eve@example.com';
    await smtp().send({ ...mail, subject, to: ['ana@example.com'] });
    expect(server.received[0]!.to).toEqual(['ana@example.com']);
    expect(server.received[0]!.text).not.toMatch(/^Bcc:/m);
    await expect(smtp().send({ ...mail, messageId: '<a@b>\r\nBcc: eve@example.com' })).rejects.toThrow('message id');
  });

  test('an address the server does not know is told apart from those that took the mail', async () => {
    server.refuse('nobody@example.com', 550);
    const receipt = await smtp().send({ ...mail, to: ['ana@example.com', 'nobody@example.com'] });
    expect(receipt).toEqual({ refused: ['nobody@example.com'] });
    expect(server.received[0]!.to).toEqual(['ana@example.com']);
  });

  test('a mail that nobody takes is refused for good, without a word of it in the error', async () => {
    server.refuse('ana@example.com', 550);
    await expect(smtp().send(mail)).rejects.toMatchObject({
      name: 'MailRefusedError',
      responseCode: 550,
      message: 'the mail server refused the mail with 550',
    });
  });

  test('a server that asks to come back later, or is away, is unavailable', async () => {
    server.refuse('ana@example.com', 451);
    await expect(smtp().send(mail)).rejects.toMatchObject({ code: 'dependency_unavailable' });
    const away = createMailer({ smtpUrl: await closedPort(), mailboxFolder: undefined, from });
    await expect(away.send(mail)).rejects.toMatchObject({ code: 'dependency_unavailable' });
  });
});

describe('the mailbox folder', () => {
  const box = createMailer({ smtpUrl: undefined, mailboxFolder: folder, from });

  test('a mail is one file that nobody else reads, however often it is sent', async () => {
    await Promise.all([box.send(mail), box.send(mail), box.send(mail)]);
    expect(readdirSync(folder)).toEqual(['invitation.0198.1@plan-charge.invalid.eml']);
    const path = join(folder, readdirSync(folder)[0]!);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain('To: ana@example.com');
  });

  test('no path can be made of a message id', async () => {
    await expect(box.send({ ...mail, messageId: '<../../x@y>' })).rejects.toThrow('message id');
  });
});

test('without a server and without a folder mail can not be sent now', async () => {
  const none = createMailer({ smtpUrl: undefined, mailboxFolder: undefined, from });
  await expect(none.send(mail)).rejects.toMatchObject({ code: 'dependency_unavailable' });
});

async function closedPort(): Promise<string> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  return `smtp://127.0.0.1:${String(port)}`;
}
