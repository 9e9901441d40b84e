/** The OpenAPI 3.1 document, made from the same schemas that validate: it cannot say what the API does not do. */
import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';
import { roleGrants, roles } from '../access/role-grants';
import { API_BASE } from '../shared/api-path';
import { API_INTRODUCTION, headersOf } from './openapi-words';
import { problemStatuses } from './problem';
import type { Route } from './route';

const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong with this request, for people.'),
    code: z.string().describe('The same for the same reason, for programs.'),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe('JSON Pointer into the body, or `/query/…`, `/path/…`, `/header/…`.'),
          code: z.string(),
          message: z.string(),
        }),
      )
      .describe('What is wrong with which field; empty when it is not about a field.'),
    request_id: z.string().describe('Names the request in our logs and in the audit log.'),
    error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem, with the `error` member of v9.' });

/** One response that all refusals share: the document names it instead of repeating it. */
const problemResponse: ZodOpenApiResponseObject = {
  id: 'Problem',
  description: 'Refused; `code` says why',
  content: { 'application/problem+json': { schema: problemSchema } },
};

const PUBLIC_STATUSES = new Set([400, 401, 413, 415, 429, 500, 503]);

/** The document of all routes, as plain JSON. */
export function buildOpenApiDocument(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    const path = (paths[`${API_BASE}${route.path}`] ??= {});
    path[route.method.toLowerCase()] = operationOf(route);
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Plan Charge',
      version,
      description: API_INTRODUCTION,
      license: { name: 'Proprietary' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    security: [{ bearerAuth: [] }],
    paths: paths,
    components: { securitySchemes: { bearerAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  });
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { params, query, body } = route.request;
  return {
    operationId: operationIdOf(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.permission === 'public' ? { security: [] } : {}),
    description: audienceOf(route),
    requestParams: {
      ...(params instanceof z.ZodObject ? { path: params } : {}),
      ...(query instanceof z.ZodObject ? { query } : {}),
      header: headersOf(route),
    },
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: bodyContentOf(route, body),
          },
        }),
    responses: responsesOf(route),
  };
}

/** Who may ask; which records they then reach is said by the operation itself. */
function audienceOf(route: Route): string {
  const { permission } = route;
  if (permission === 'public') return 'Nobody has to sign in.';
  if (permission !== 'signed-in') {
    const granted = roles.filter((role) => roleGrants(role, permission));
    return `Permission \`${permission}\`: ${granted.join(', ')}.`;
  }
  return route.openToTokens ? 'Any user, and any API token.' : 'Any user who is signed in, but no API token.';
}

/** An upload is a form with one file beside the fields of its body. */
function bodyContentOf(route: Route, body: z.ZodType): ZodOpenApiContentObject {
  const isUpload = route.permission !== 'public' && route.upload !== undefined;
  if (!isUpload || !(body instanceof z.ZodObject)) return { 'application/json': { schema: body } };
  const file = z.string().meta({ format: 'binary', description: 'The file.' });
  return { 'multipart/form-data': { schema: body.extend({ file }) } };
}

function responsesOf(route: Route): ZodOpenApiOperationObject['responses'] {
  const successes = Object.entries(route.response).map(([status, schema]) => [
    status,
    {
      description: schema === null && route.files === undefined ? 'Done; no body' : 'Done',
      ...contentOf(schema, filesOf(route, status)),
    },
  ]);
  const statuses = [...problemStatuses, 500].filter(
    (status) => route.permission !== 'public' || PUBLIC_STATUSES.has(status) || isOfNobody(route, status),
  );
  const problems = statuses.map((status) => [String(status), problemResponse]);
  return Object.fromEntries([...problems, ...successes]) as ZodOpenApiOperationObject['responses'];
}

/** A path parameter can name what is not there, to whoever asks. */
function isOfNobody({ request }: Route, status: number): boolean {
  return status === 404 && request.params !== undefined;
}

function contentOf(schema: z.ZodType | null, files: ZodOpenApiContentObject): { content?: ZodOpenApiContentObject } {
  if (schema === null && Object.keys(files).length === 0) return {};
  return { content: { ...(schema === null ? {} : { 'application/json': { schema } }), ...files } };
}

function filesOf(route: Route, status: string): ZodOpenApiContentObject {
  const mediaTypes = status === '200' ? (route.files ?? []) : [];
  // A file of JSON is any JSON.
  const binary = { type: 'string', format: 'binary' } as const;
  return Object.fromEntries(mediaTypes.map((type) => [type, { schema: type === 'application/json' ? {} : binary }]));
}

/** @example 'POST /allocations/{id}:move' becomes 'post_allocations_id_move' */
function operationIdOf(route: Route): string {
  return `${route.method.toLowerCase()}${route.path.replaceAll(/[^a-zA-Z0-9]+/g, '_')}`.replace(/_$/, '');
}
