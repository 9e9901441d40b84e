/** A receiver of webhooks that fails, hangs and comes back, outside of the system that is killed. It checks every signature. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newWebhookSecret, signatureOf } from '../shared/webhook-signature';

export const moods = ['takes', 'fails', 'hangs'] as const;
export type Mood = (typeof moods)[number];

export interface TakenMessage {
  /** `webhook-id` */
  messageId: string;
  at: number;
  body: string;
}

export interface MoodyReceiver {
  url: string;
  secret: string;
  /** Those it answered 204, in the order they came. */
  taken: readonly TakenMessage[];
  /** What came with a signature that is not right. */
  forged: () => number;
  /** From now on; whoever hangs is let go, without an answer. */
  turn: (mood: Mood) => void;
  close: () => Promise<void>;
}

/** Listens on 127.0.0.1. */
export async function startMoodyReceiver(): Promise<MoodyReceiver> {
  const secret = newWebhookSecret();
  const taken: TakenMessage[] = [];
  const hanging = new Set<ServerResponse>();
  const state: { mood: Mood; forged: number } = { mood: 'takes', forged: 0 };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('error', () => response.destroy()); // the sender was killed
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      if (!isGenuine(secret, request.headers, body)) state.forged += 1;
      if (state.mood === 'hangs') hanging.add(response);
      else if (state.mood === 'fails') response.writeHead(503).end();
      else {
        taken.push({ messageId: String(request.headers['webhook-id']), at: Date.now(), body });
        response.writeHead(204).end();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/reports`,
    secret,
    taken,
    forged: () => state.forged,
    turn: (mood) => {
      state.mood = mood;
      for (const response of hanging) response.destroy();
      hanging.clear();
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function isGenuine(secret: string, headers: IncomingHttpHeaders, body: string): boolean {
  const { 'webhook-id': messageId, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
  return signature === signatureOf(secret, { messageId: String(messageId), timestamp: String(timestamp), body });
}
