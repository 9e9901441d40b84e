/** One HTTP exchange with an outside system: bounded in time and size, never redirected, and nothing but JSON comes back. */
import { request as send, type Dispatcher } from 'undici';
import { ProviderError } from './provider.types';

/** From the first byte sent to the last one read. */
const TIMEOUT_MS = 30_000;
/** A thousand rows of a kilobyte each, and room. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

export interface ProviderRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
}

export interface ProviderAnswer {
  status: number;
  headers: Dispatcher.ResponseData['headers'];
  /** Undefined when the body is no JSON, which only a refusal may be. */
  body: unknown;
}

/**
 * Sends one request and reads the whole answer.
 * @throws ProviderError unavailable (no answer, cut off, too slow), contract_breach (redirect, too large, no JSON); the
 * signal's reason when the caller aborts.
 */
export async function exchange(request: ProviderRequest): Promise<ProviderAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
  try {
    const { method, headers, body } = request;
    const response = await send(request.url, { method, headers, body: body ?? null, signal });
    const text = await readText(response);
    return { status: response.statusCode, headers: response.headers, body: parsed(text, response.statusCode) };
  } catch (error) {
    request.signal?.throwIfAborted();
    if (error instanceof ProviderError) throw error;
    throw new ProviderError('unavailable', timeout.aborted ? 'no complete answer in time' : 'the connection broke', {
      cause: error,
    });
  }
}

async function readText({ statusCode, body }: Dispatcher.ResponseData): Promise<string> {
  if (statusCode >= 300 && statusCode < 400) {
    await body.dump();
    throw new ProviderError('contract_breach', `redirected with ${String(statusCode)}; redirects are not followed`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) break; // which also ends the connection
    chunks.push(chunk);
  }
  if (size <= MAX_ANSWER_BYTES) return Buffer.concat(chunks).toString('utf8');
  throw new ProviderError('contract_breach', `the answer is larger than ${String(MAX_ANSWER_BYTES)} bytes`);
}

function parsed(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (status >= 300) return undefined;
    throw new ProviderError('contract_breach', 'the answer is not JSON', { cause: error });
  }
}
