/** Checks parameters, query and body against a route's schemas; each bad field becomes one entry with its pointer. */
import { z } from 'zod';
import { DomainError, invalidField, type FieldError } from '../shared/domain-error';
import { pointerOf } from './request-body';
import type { Route } from './route';

const NO_PARAMETERS = z.strictObject({});

/** @throws DomainError not_found when a path parameter cannot be an id of anything */
export function validateParams(route: Route, params: unknown): unknown {
  if (route.request.params === undefined) return undefined;
  const result = route.request.params.safeParse(params);
  if (!result.success) throw new DomainError('not_found', 'There is nothing here.');
  return result.data;
}

/** Unknown and repeated parameters and those with a NUL, which no text can hold, are refused by name. @throws DomainError validation_failed */
export function validateQuery(route: Route, query: Record<string, string | string[] | undefined>): unknown {
  for (const [name, value] of Object.entries(query)) {
    if (String(value).includes('\u0000'))
      throw invalidField(`/query${pointerOf([name])}`, 'nul_character', `${name} holds a NUL character`);
  }
  return parse(route.request.query ?? NO_PARAMETERS, { ...query }, '/query');
}

/**
 * Fields that the route's own answers carry but that cannot be written are dropped, so that read-change-write works;
 * every other unknown field is refused by name. @throws DomainError validation_failed, malformed_body
 */
export function validateBody(route: Route, body: unknown): unknown {
  const schema = route.request.body;
  if (schema === undefined) {
    if (body === undefined) return undefined;
    throw new DomainError('validation_failed', 'This operation takes no body.', {
      errors: [{ pointer: '', code: 'unexpected_body', message: 'This operation takes no body.' }],
    });
  }
  return parse(schema, withoutAnswerFields(body, readOnlyFields(route)), '');
}

function parse(schema: z.ZodType, value: unknown, prefix: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refusalOf(result.error, prefix, keysOf(schema));
}

/** What a schema found wrong as our refusal; `prefix` is where the value stands, e.g. `/allocations/3`; `known` are its own fields. */
export function refusalOf(error: z.ZodError, prefix: string, known: readonly string[] = []): DomainError {
  const errors = error.issues.flatMap((issue) => fieldErrors(issue, prefix, known));
  const first = errors[0];
  const detail =
    first === undefined
      ? 'The request is not valid.'
      : `${first.pointer === '' ? 'body' : first.pointer}: ${first.message}`;
  return new DomainError('validation_failed', detail, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue, prefix: string, known: readonly string[] = []): FieldError[] {
  const at = prefix + pointerOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const others = issue.path.length === 0 && known.length > 0 ? `; known are ${known.join(', ')}` : '';
    return issue.keys.map((key) => ({
      pointer: at + pointerOf([key]),
      code: 'unknown_field',
      message: `${key} is not known here${others}`,
    }));
  }
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.map((branch) =>
      branch.flatMap((inner) => fieldErrors({ ...inner, path: [...issue.path, ...inner.path] }, prefix)),
    );
    const deepest = branches.sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
    if (deepest !== undefined && deepest.length > 0) return deepest;
  }
  const code =
    issue.code === 'custom' && typeof issue.params?.['code'] === 'string' ? issue.params['code'] : issue.code;
  return [{ pointer: at, code, message: messageOf(issue) }];
}

/** Of a bad key of a record, what is wrong with it. */
function messageOf(issue: z.core.$ZodIssue): string {
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  if (isMissing) return 'is required';
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

function depth(errors: FieldError[]): number {
  return Math.max(0, ...errors.map((error) => error.pointer.split('/').length));
}

function readOnlyFields(route: Route): ReadonlySet<string> {
  const writable = new Set(keysOf(route.request.body));
  const answered = Object.values(route.response).flatMap(keysOf);
  return new Set(answered.filter((key) => !writable.has(key)));
}

function keysOf(schema: z.ZodType | null | undefined): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodArray) return keysOf(schema.element as z.ZodType);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => keysOf(option as z.ZodType));
  if (schema instanceof z.ZodPipe) return keysOf(schema.in as z.ZodType);
  return [];
}

function withoutAnswerFields(body: unknown, readOnly: ReadonlySet<string>): unknown {
  if (Array.isArray(body)) return body.map((item: unknown) => withoutAnswerFields(item, readOnly));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => !readOnly.has(key)));
}
