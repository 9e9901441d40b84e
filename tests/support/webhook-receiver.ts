/** A real HTTP server that takes webhooks, and fails the way it is told to. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedMessage {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** How the receiver answers; the answers of `answer` come after the message was read. */
export type Behaviour = (response: ServerResponse, message: ReceivedMessage) => void;

export interface WebhookReceiver {
  /** Without a slash at the end. */
  url: string;
  port: number;
  /** In the order they came. */
  received: ReceivedMessage[];
  /** Connections that were opened, whatever became of them. */
  connections(): number;
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

/** Takes every message with 204. */
export const takes: Behaviour = (response) => {
  response.writeHead(204).end();
};

/** Answers with a status and headers. */
export function answers(status: number, headers: Record<string, string> = {}): Behaviour {
  return (response) => {
    response.writeHead(status, headers).end('a body');
  };
}

/** Reads the message and never answers. */
export const hangs: Behaviour = () => undefined;

/** A receiver whose answers take their time. */
export interface SlowAnswers {
  behave: Behaviour;
  /** Answers what has waited long enough; whoever waits for something calls it each time they look. */
  answerDue(): void;
  /** The most paths that waited for an answer at the same time. */
  mostPaths(): number;
}

/** Takes each message after `holdMs`. */
export function takesAfter(holdMs: number): SlowAnswers {
  const held = new Set<{ response: ServerResponse; message: ReceivedMessage; sinceMs: number }>();
  let most = 0;
  return {
    behave: (response, message) => {
      held.add({ response, message, sinceMs: Date.now() });
      most = Math.max(most, new Set([...held].map((one) => one.message.path)).size);
    },
    answerDue: () => {
      for (const one of held) {
        if (Date.now() - one.sinceMs < holdMs) continue;
        held.delete(one);
        takes(one.response, one.message);
      }
    },
    mostPaths: () => most,
  };
}

/** Listens on 127.0.0.1. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  let behaviour = takes;
  let connections = 0;
  const received: ReceivedMessage[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const message = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      };
      received.push(message);
      behaviour(response, message);
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    port,
    received,
    connections: () => connections,
    behave: (next) => {
      behaviour = next;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Verifies as a receiver would, from the specification alone: true when one of the signatures is of `secret`. */
export function verifies(secret: string, { headers, body }: ReceivedMessage): boolean {
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const wanted = `v1,${createHmac('sha256', key).update(content, 'utf8').digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(wanted);
}
