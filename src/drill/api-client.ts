/** A client of the API that tells "refused" from "no answer": after a crash only the first is a fact. */

export interface Call {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`. */
  path: string;
  body?: object;
  idempotencyKey?: string;
  ifMatch?: number;
}

/** `status` 0 = no answer came: connection refused or cut, or the limit passed. */
export interface Reply {
  status: number;
  body: Record<string, unknown>;
  retryAfter: string | null;
  replayed: boolean;
  elapsedMs: number;
}

export interface Login {
  email: string;
  password: string;
}

/** One signed-in user. Never throws because the system is away. */
export class ApiClient {
  #token = '';

  constructor(
    readonly apiUrl: string,
    /** A request without an answer after this is given up; its `elapsedMs` then shows the hang. */
    readonly limitMs: number,
  ) {}

  /** Signs in and keeps the token when that succeeds. */
  async logIn(login: Login): Promise<Reply> {
    const reply = await this.send({ method: 'POST', path: '/auth/login', body: login });
    if (reply.status === 200) this.#token = String(reply.body['access_token']);
    return reply;
  }

  async send(call: Call): Promise<Reply> {
    const began = performance.now();
    const nothing = { status: 0, body: {}, retryAfter: null, replayed: false };
    try {
      const response = await fetch(`${this.apiUrl}/api/v1${call.path}`, {
        method: call.method,
        headers: this.#headersOf(call),
        signal: AbortSignal.timeout(this.limitMs),
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
        retryAfter: response.headers.get('retry-after'),
        replayed: response.headers.get('idempotency-replayed') === 'true',
        elapsedMs: performance.now() - began,
      };
    } catch {
      return { ...nothing, elapsedMs: performance.now() - began }; // cut off: said by status 0
    }
  }

  /**
   * A call whose success is part of the drill's own preparation.
   * @throws Error when it is not answered 2xx
   */
  async demand(call: Call): Promise<Record<string, unknown>> {
    const reply = await this.send(call);
    if (reply.status >= 200 && reply.status < 300) return reply.body;
    throw new Error(`${call.method} ${call.path} was answered ${String(reply.status)}: ${JSON.stringify(reply.body)}`);
  }

  /** Every record of a list, page by page. */
  async listAll(path: string): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    let cursor = '';
    do {
      const page = await this.demand({ method: 'GET', path: `${path}?page_size=100${cursor}` });
      items.push(...(page['items'] as Record<string, unknown>[]));
      const next = page['next_cursor'] as string | null;
      cursor = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
    } while (cursor !== '');
    return items;
  }

  #headersOf({ body, idempotencyKey, ifMatch }: Call): Record<string, string> {
    return {
      ...(this.#token === '' ? {} : { Authorization: `Bearer ${this.#token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      ...(ifMatch === undefined ? {} : { 'If-Match': `"${String(ifMatch)}"` }),
    };
  }
}
