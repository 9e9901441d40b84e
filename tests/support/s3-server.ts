/** A small S3 server: keeps the bytes, does uploads in parts, and checks each request's AWS Signature Version 4 by itself. */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const ACCESS_KEY = 'AKIATEST';
/** With the characters that a URL must encode. */
export const SECRET_KEY = 'se/cret+key=';
const BUCKET = '/bucket/';

export interface S3Server {
  url: (secret?: string) => string;
  objects: Map<string, { body: Buffer; type: string }>;
  /** Method and query of each request that was well signed. */
  requests: string[];
  /** Uploads in parts that were neither completed nor aborted. */
  uploads: Map<string, Map<number, Buffer>>;
  /** Objects in one page of a list. */
  pageSize: number;
  /** Answers every request with this status instead. */
  failWith: number | undefined;
  close: () => Promise<void>;
}

export async function startS3Server(): Promise<S3Server> {
  const state = { objects: new Map(), uploads: new Map(), requests: [], pageSize: 1_000, failWith: undefined } as Pick<
    S3Server,
    'objects' | 'uploads' | 'requests' | 'pageSize' | 'failWith'
  >;
  const http = createServer((request, response) => {
    void answer(server, request, response);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const server: S3Server = Object.assign(state, {
    url: (secret = SECRET_KEY) =>
      `s3+http://${ACCESS_KEY}:${encodeURIComponent(secret)}@127.0.0.1:${String(port)}/bucket?region=eu-test-1`,
    close: async () => {
      http.close();
      http.closeAllConnections();
      await once(http, 'close');
    },
  });
  return server;
}

interface Reply {
  status: number;
  body?: string | Buffer;
  headers?: Record<string, string>;
}

async function answer(server: S3Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.concat((await request.toArray()) as Buffer[]);
  const { status, headers, ...reply } = replyTo(server, request, body);
  response.writeHead(status, { 'Content-Type': 'application/xml', ...headers }).end(reply.body);
}

function replyTo(server: S3Server, request: IncomingMessage, body: Buffer): Reply {
  const url = new URL(request.url ?? '', 'http://s3');
  if (server.failWith !== undefined)
    return { status: server.failWith, body: '<Error><Code>InternalError</Code></Error>' };
  if (!isWellSigned(request, url)) return { status: 403, body: '<Error><Code>SignatureDoesNotMatch</Code></Error>' };
  server.requests.push(`${request.method ?? ''} ${url.search}`);
  const key = decodeURIComponent(url.pathname.slice(BUCKET.length));
  if (key === '') return { status: 200, body: listOf(server, url.searchParams) };
  const upload = url.searchParams.get('uploadId');
  if (url.searchParams.has('uploads')) return { status: 200, body: startUpload(server) };
  if (upload !== null)
    return replyToUpload(server, request, { key, upload, body, part: url.searchParams.get('partNumber') });
  return replyToObject(server, request, { key, body });
}

function replyToObject(
  server: S3Server,
  request: IncomingMessage,
  { key, body }: { key: string; body: Buffer },
): Reply {
  if (request.method === 'PUT') {
    server.objects.set(key, { body, type: request.headers['content-type'] ?? '' });
    return { status: 200, headers: { ETag: etagOf(body) } };
  }
  if (request.method === 'DELETE') {
    server.objects.delete(key);
    return { status: 204 };
  }
  const found = server.objects.get(key);
  if (found === undefined) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
  return { status: 200, body: found.body, headers: { 'Content-Type': found.type } };
}

function replyToUpload(
  server: S3Server,
  request: IncomingMessage,
  { key, upload, body, part }: { key: string; upload: string; body: Buffer; part: string | null },
): Reply {
  const parts = server.uploads.get(upload) ?? new Map<number, Buffer>();
  if (request.method === 'PUT') {
    parts.set(Number(part), body);
    return { status: 200, headers: { ETag: etagOf(body) } };
  }
  server.uploads.delete(upload);
  if (request.method === 'DELETE') return { status: 204 };
  const whole = [...parts].sort(([a], [b]) => a - b).map(([, piece]) => piece);
  server.objects.set(key, { body: Buffer.concat(whole), type: 'multipart' });
  return { status: 200, body: '<CompleteMultipartUploadResult><ETag>"done"</ETag></CompleteMultipartUploadResult>' };
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function startUpload(server: S3Server): string {
  const id = `upload-${String(server.uploads.size + server.requests.length)}`;
  server.uploads.set(id, new Map());
  return `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
}

function listOf(server: S3Server, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const keys = [...server.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, server.pageSize);
  const isTruncated = keys.length > page.length;
  const items = page.map(
    (key) =>
      `<Contents><Key>${key}</Key><Size>${String(server.objects.get(key)?.body.length)}</Size>` +
      `<LastModified>2026-11-25T12:00:00.000Z</LastModified></Contents>`,
  );
  const next = isTruncated ? `<NextContinuationToken>${page.at(-1) ?? ''}</NextContinuationToken>` : '';
  return `<ListBucketResult><IsTruncated>${String(isTruncated)}</IsTruncated>${items.join('')}${next}</ListBucketResult>`;
}

/** As https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html says it. */
function isWellSigned(request: IncomingMessage, url: URL): boolean {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=(\w{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (parts === null) return false;
  const [, accessKey = '', day = '', region = '', signedHeaders = '', signature] = parts;
  const names = signedHeaders.split(';');
  const mustBeSigned = ['host', 'x-amz-content-sha256', 'x-amz-date'];
  if (accessKey !== ACCESS_KEY || region !== 'eu-test-1' || !mustBeSigned.every((name) => names.includes(name)))
    return false;
  const query = [...url.searchParams].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const canonical = [
    request.method,
    url.pathname,
    query.sort().join('&'),
    ...names.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signedHeaders,
    request.headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const date = String(request.headers['x-amz-date']);
  const toSign = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${SECRET_KEY}`, day), region));
  return hmac(key, toSign).toString('hex') === signature;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
