/** A mail server that takes everything and counts it, outside of the system that is killed: what it has taken, it has taken. */
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface MailSink {
  /** For `SMTP_URL`. */
  url: string;
  /** How often each message id was taken. */
  taken: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const END_OF_MAIL = '\r\n.\r\n';

/** Listens on 127.0.0.1, without TLS and passwords. A mail counts when it came whole, whether its sender heard so or not. */
export async function startMailSink(): Promise<MailSink> {
  const taken = new Map<string, number>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy()); // the other side was killed
    converse(socket, (mail) => {
      const id = /^Message-ID:\s+<([^>]+)>/im.exec(mail)?.[1] ?? '';
      taken.set(id, (taken.get(id) ?? 0) + 1);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `smtp://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** As much of SMTP (RFC 5321) as a client needs to hand a mail over. */
function converse(socket: Socket, onMail: (mail: string) => void): void {
  let waiting = '';
  let isMail = false;
  const say = (line: string): void => {
    socket.write(`${line}\r\n`);
  };
  say('220 sink');
  socket.setEncoding('utf8').on('data', (text: string) => {
    waiting += text;
    for (;;) {
      const end = waiting.indexOf(isMail ? END_OF_MAIL : '\r\n');
      if (end < 0) return;
      const part = waiting.slice(0, end);
      waiting = waiting.slice(end + (isMail ? END_OF_MAIL.length : 2));
      if (isMail) onMail(part);
      isMail = !isMail && /^DATA$/i.test(part);
      if (isMail) say('354 go on');
      else if (/^QUIT$/i.test(part)) socket.end('221 bye\r\n');
      else say('250 ok');
    }
  });
}
