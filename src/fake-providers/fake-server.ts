/** The HTTP side that both fakes share: one Node server, bearer keys, faults, the rate count and an admin side for tests. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { answerAdmin, ADMIN_PREFIX } from './fake-admin';
import type { FakeAnswer, FakeRequest } from './fake-http.types';
import { FaultBoard } from './faults';
import { RateCount, type RateRule } from './rate-count';
import type { FakeRow, RowStore } from './row-store';

/** One provider: its data, its rules and its own shapes of refusal. */
export interface FakeProvider {
  name: string;
  rate: RateRule;
  rows: RowStore;
  answer: (request: FakeRequest, faults: FaultBoard) => FakeAnswer;
  tooManyRequests: () => FakeAnswer;
  serverError: () => FakeAnswer;
  /** Headers of every answer. */
  headers?: (remaining: number) => Readonly<Record<string, string>>;
}

export interface RunningFake {
  url: string;
  port: number;
  faults: FaultBoard;
  rows: RowStore;
  /** Requests and those beyond the limit. */
  totals: () => { requests: number; violations: number };
  resetTotals: () => void;
  close: () => Promise<void>;
}

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Starts a fake on 127.0.0.1; port 0 takes a free one. */
export async function startFake(provider: FakeProvider, port = 0): Promise<RunningFake> {
  const faults = new FaultBoard();
  const rate = new RateCount(provider.rate, () => Date.now() + faults.current.clockSkewMs);
  const server = createServer((request, response) => {
    void serve({ provider, faults, rate }, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.keepAliveTimeout = 30_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(taken)}`,
    port: taken,
    faults,
    rows: provider.rows,
    totals: () => rate.totals,
    resetTotals: () => {
      rate.reset();
    },
    close: () => closeServer(server),
  };
}

interface Parts {
  provider: FakeProvider;
  faults: FaultBoard;
  rate: RateCount;
}

async function serve(parts: Parts, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { provider, faults, rate } = parts;
  const request = await read(incoming);
  if (request.path.startsWith(ADMIN_PREFIX)) {
    const admin = { name: provider.name, faults, rate, rows: provider.rows };
    send(response, answerAdmin(admin, request));
    return;
  }
  const { isRefused, remaining } = rate.count(request.token);
  if (faults.current.slowMs > 0) await wait(faults.current.slowMs);
  const answer = spoiled(parts, isRefused) ?? provider.answer(request, faults);
  const headers = {
    ...provider.headers?.(remaining),
    ...answer.headers,
    date: new Date(Date.now() + faults.current.clockSkewMs).toUTCString(),
  };
  if (answer.status < 300 && faults.spend('droppedAnswers')) breakOff(response, answer);
  else send(response, { ...answer, headers });
}

function spoiled({ provider, faults }: Parts, isRefused: boolean): FakeAnswer | undefined {
  if (isRefused || faults.spend('tooManyRequests')) return provider.tooManyRequests();
  return faults.spend('serverErrors') ? provider.serverError() : undefined;
}

async function read(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('the request is too large');
    chunks.push(chunk);
  }
  const url = new URL(incoming.url ?? '/', 'http://fake');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    token: /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? '',
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: FakeAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** Promises the whole body, sends half of it and cuts the line. */
function breakOff(response: ServerResponse, { status, body }: FakeAnswer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) });
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** A copy of a row with one value of another type, and the id as it was. */
export function withBrokenValue(row: FakeRow, key: string): FakeRow {
  return { ...row, [key]: typeof row[key] === 'number' ? String(row[key]) : 7 };
}
