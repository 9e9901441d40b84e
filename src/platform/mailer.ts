/**
 * Sends mail: over SMTP, or into a folder where a developer reads it. Never called inside a transaction: what sends mail is
 * an activity, and the message id is made of what the mail is about, so that a mail that is sent again is the same mail.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { DomainError } from '../shared/domain-error';

export interface Mail {
  /** Addresses, at least one. */
  to: readonly string[];
  subject: string;
  text: string;
  html?: string;
  attachments?: readonly MailAttachment[];
  /** `<key@host>`, the same whenever this mail is sent again; see `messageIdOf`. */
  messageId: string;
  headers?: Readonly<Record<string, string>>;
}

export interface MailAttachment {
  filename: string;
  contentType: string;
  content: Buffer;
  /** For `<img src="cid:…">` in `html`. */
  cid?: string;
}

/** What became of a mail that was taken for at least one address. */
export interface MailReceipt {
  /** Addresses the server would not take; sending again would not help. */
  refused: readonly string[];
}

export interface Mailer {
  /**
   * Resolves when the server has taken the mail. @throws MailRefusedError when it will never take it
   * @throws DomainError dependency_unavailable when it can't be reached, asks to wait, does not let us in, or none is set
   */
  send(mail: Mail): Promise<MailReceipt>;
}

export interface MailerSettings {
  /** `smtp://` or `smtps://`, with user and password if need be. */
  smtpUrl: string | undefined;
  /** Where mails go without `smtpUrl`, a file each; undefined = they can't be sent. */
  mailboxFolder: string | undefined;
  /** The sender, e.g. `Plan Charge <no-reply@example.com>`. */
  from: string;
}

/** The server's answer is final: nobody there, or not this content. Its text may hold data; the message here does not. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError';

  /** @param responseCode of SMTP, 500-599 */
  constructor(readonly responseCode: number) {
    super(`the mail server refused the mail with ${String(responseCode)}`);
  }
}

const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;
const MESSAGE_ID = /^<[\w.+-]{1,120}@[\w.-]{1,120}>$/;

/**
 * The message id of what a mail is about. @example messageIdOf('invitation', id, '1') === '<invitation.0198….1@plan-charge.invalid>'
 */
export function messageIdOf(...parts: readonly [string, ...string[]]): string {
  return `<${parts.join('.')}@plan-charge.invalid>`;
}

/** The mailer of a configuration; connects when it sends. */
export function createMailer(settings: MailerSettings): Mailer {
  const { smtpUrl, mailboxFolder, from } = settings;
  const send = smtpUrl === undefined ? mailboxSender(mailboxFolder, from) : smtpSender(smtpUrl, from);
  return {
    send: async (mail) => {
      if (!MESSAGE_ID.test(mail.messageId)) throw new Error('a message id is <key@host>');
      return send(mail);
    },
  };
}

function smtpSender(url: string, from: string): Mailer['send'] {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async (mail) => {
    try {
      const { rejected } = await transport.sendMail(messageOf(mail, from));
      return { refused: rejected };
    } catch (error) {
      throw refusalOf(error);
    }
  };
}

/** A file appears whole or not at all, and is named by the message id: a mail sent twice is one file. */
function mailboxSender(folder: string | undefined, from: string): Mailer['send'] {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return async (mail) => {
    if (folder === undefined) throw new DomainError('dependency_unavailable', 'SMTP_URL is not set; mail waits.');
    const { message } = await transport.sendMail(messageOf(mail, from));
    if (!Buffer.isBuffer(message)) throw new Error('the mail was not written as a whole');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${mail.messageId.slice(1, -1)}.eml`);
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, message, { mode: 0o600 });
    await rename(draft, path);
    return { refused: [] };
  };
}

function messageOf(mail: Mail, from: string) {
  const { to, subject, text, html, messageId } = mail;
  return {
    from,
    to: to.map((address) => ({ name: '', address })),
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    attachments: [...(mail.attachments ?? [])],
    messageId,
    headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
  };
}

/** A wrong password for the server is a matter of configuration: the mail waits until that is mended. */
function refusalOf(error: unknown): Error {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  if (responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH') return new MailRefusedError(responseCode);
  return new DomainError('dependency_unavailable', 'The mail server does not take the mail now.');
}
