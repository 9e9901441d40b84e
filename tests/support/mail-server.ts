/** A real SMTP server on a port of its own that keeps what it takes. */
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerAddress } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** The whole message as it came. */
  text: string;
}

export interface MailServer {
  url: string;
  /** In the order they came; grows as mails come. */
  received: readonly ReceivedMail[];
  /** From now on the server answers this recipient with `responseCode`. */
  refuse(address: string, responseCode: number): void;
  /** Forgets what it received and whom it refuses. */
  reset(): void;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 without TLS and without passwords. */
export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const refusals = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = refusals.get(address);
      done(responseCode === undefined ? null : Object.assign(new Error('not here'), { responseCode }));
    },
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const from = (envelope.mailFrom as SMTPServerAddress).address;
        const to = envelope.rcptTo.map(({ address }) => address);
        received.push({ from, to, text: Buffer.concat(parts).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    received,
    refuse: (address, responseCode) => refusals.set(address, responseCode),
    reset: () => {
      received.length = 0;
      refusals.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}
