/** A small client for tests: JSON in, JSON out, one bearer token. */

/** The fields tests look at without narrowing; everything else is `unknown`. */
export interface AnswerBody {
  id: string;
  version: number;
  code: string;
  total: number;
  items: AnswerBody[];
  errors: { pointer: string; code: string; message: string }[];
  [field: string]: unknown;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: AnswerBody;
}

export interface Client {
  get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  patch: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  delete: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  request: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
}

/** A client of the API at `baseUrl` (with `/api/v1`); without a token it is anonymous. */
export function httpClient(baseUrl: string, token?: string): Client {
  const request = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as AnswerBody,
    };
  };
  return {
    request,
    get: (path, headers) => request('GET', path, undefined, headers),
    post: (path, body, headers) => request('POST', path, body, headers),
    patch: (path, body, headers) => request('PATCH', path, body, headers),
    delete: (path, headers) => request('DELETE', path, undefined, headers),
  };
}
