/** What the mail server of a drill has taken, read from its folder. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TakenMail {
  /** Without its angle brackets. */
  messageId: string;
  /** When the server had it whole, in milliseconds since the epoch. */
  at: number;
  /** SHA-256 of each file that was attached, by its name. */
  attached: ReadonlyMap<string, string>;
}

/** Reads the folder again each time; a mail once read is kept. */
export class TakenMails {
  readonly #known = new Map<string, TakenMail>();

  constructor(private readonly folder: string) {}

  /** In the order they were taken. */
  all(): TakenMail[] {
    const names = readdirSync(this.folder).filter((name) => name.endsWith('.eml'));
    for (const name of names) {
      if (!this.#known.has(name)) this.#known.set(name, readMail(join(this.folder, name), Number.parseInt(name, 10)));
    }
    return [...this.#known.values()].sort((a, b) => a.at - b.at);
  }

  /** Every taking of each message id. */
  byMessageId(): Map<string, TakenMail[]> {
    const found = new Map<string, TakenMail[]>();
    for (const mail of this.all()) found.set(mail.messageId, [...(found.get(mail.messageId) ?? []), mail]);
    return found;
  }
}

/** Attachments are base64, as Nodemailer writes them. */
const ATTACHMENT =
  /^Content-Disposition: attachment;\s+filename="?([^"\r\n;]+)"?[^]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+?)\r\n--/gim;

function readMail(path: string, at: number): TakenMail {
  const text = readFileSync(path, 'latin1');
  const attached = [...text.matchAll(ATTACHMENT)].map(([, name = '', content = '']) => {
    const bytes = Buffer.from(content, 'base64');
    return [name, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return { messageId: /^Message-ID:\s+<([^>]+)>/im.exec(text)?.[1] ?? '', at, attached: new Map(attached) };
}
