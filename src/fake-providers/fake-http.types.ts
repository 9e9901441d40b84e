/** A request to a fake and its answer, as the fakes themselves see them. */

export interface FakeRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Bearer token, empty without one. */
  token: string;
  body: string;
}

export interface FakeAnswer {
  status: number;
  body: object;
  headers?: Readonly<Record<string, string>>;
}
