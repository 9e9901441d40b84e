/**
 * The typed client: every operation of the OpenAPI document with its parameters, bodies and answers. `api-types.d.ts` is
 * written from the document by `npm run client`.
 */
import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api-types';

export type { components } from './api-types';

/** The JSON of a successful GET. @example Answer<'/api/v1/capacity/days'> */
export type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

/** `client.GET('/api/v1/people', { params: { query: { q: 'Jane' } } })`, and likewise POST, PATCH, PUT, DELETE. */
export type PlanChargeClient = Client<paths, 'application/json'>;

/** Asks the API at `baseUrl` (without `/api/v1`); `token` is asked before each request, and null sends none. */
export function createPlanChargeClient(baseUrl: string, token: () => string | null): PlanChargeClient {
  const client = createClient<paths, 'application/json'>({ baseUrl });
  client.use({
    onRequest: ({ request }) => {
      const value = token();
      if (value !== null) request.headers.set('Authorization', `Bearer ${value}`);
      return request;
    },
  });
  return client;
}
