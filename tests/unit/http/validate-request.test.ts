import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineRoute, type Route } from '../../../src/http/route';
import { validateBody, validateParams, validateQuery } from '../../../src/http/validate-request';
import { DomainError, type FieldError } from '../../../src/shared/domain-error';

const item = z.strictObject({ name: z.string().min(1), percent: z.number().max(200).optional() });
const answer = z.strictObject({ id: z.string(), name: z.string(), percent: z.number(), impact: z.unknown() });

function routeWith(request: Route['request']): Route {
  return defineRoute({
    method: 'POST',
    path: '/things/{id}',
    tag: 'Things',
    summary: 'Some things',
    permission: 'signed-in',
    request: request as object,
    response: { 201: z.union([answer, z.strictObject({ items: z.array(answer), total: z.int() })]) },
    audit: 'none:read',
    handle: () => Promise.resolve({ status: 201 }),
  });
}

function errorsOf(work: () => unknown): readonly FieldError[] {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error.details.errors ?? [];
    throw error;
  }
  throw new Error('nothing was refused');
}
const pointersOf = (work: () => unknown): string[] => errorsOf(work).map((error) => error.pointer);

describe('bodies', () => {
  const one = routeWith({ body: item });
  const oneOrMany = routeWith({ body: z.union([item, z.array(item).min(1)]) });

  test('a field that is missing is said to be required, one of another type is not', () => {
    const messagesOf = (body: unknown): string[] =>
      errorsOf(() => validateBody(one, body)).map((error) => error.message);
    expect(messagesOf({})).toEqual(['is required']);
    expect(messagesOf({ name: 7 })).toEqual(['Invalid input: expected string, received number']);
  });

  test('every bad field is named, not only the first', () => {
    expect(pointersOf(() => validateBody(one, { name: '', percent: 300, 'a/b': 1 })).sort()).toEqual([
      '/a~1b',
      '/name',
      '/percent',
    ]);
  });

  test('a bad key of a record is named, with what is wrong with it', () => {
    const record = routeWith({
      body: z.strictObject({ words: z.record(z.string().regex(/\S/, 'is blank'), z.int()) }),
    });
    const errors = errorsOf(() => validateBody(record, { words: { ' ': 1, a: 2 } }));
    expect(errors).toEqual([{ pointer: '/words/ ', code: 'invalid_key', message: 'is blank' }]);
  });

  test('a body of the one kind is judged by that kind alone', () => {
    expect(pointersOf(() => validateBody(oneOrMany, { name: 'a', percent: 201 }))).toEqual(['/percent']);
    const many = [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd', percent: 201 }];
    expect(pointersOf(() => validateBody(oneOrMany, many))).toEqual(['/3/percent']);
    expect(pointersOf(() => validateBody(oneOrMany, [{ name: 'a' }, { name: 'b', colour: 1 }]))).toEqual(['/1/colour']);
  });

  test('fields that answers carry and that cannot be written are ignored, in each item too', () => {
    const sent = { id: 'x', name: 'a', percent: 1, impact: {} };
    expect(validateBody(one, sent)).toEqual({ name: 'a', percent: 1 });
    expect(validateBody(oneOrMany, [sent, sent])).toEqual([
      { name: 'a', percent: 1 },
      { name: 'a', percent: 1 },
    ]);
  });

  test('a body where none belongs is refused', () => {
    expect(errorsOf(() => validateBody(routeWith({}), {}))).toMatchObject([{ code: 'unexpected_body' }]);
    expect(validateBody(routeWith({}), undefined)).toBeUndefined();
  });
});

describe('queries and paths', () => {
  const route = routeWith({
    params: z.strictObject({ id: z.uuid() }),
    query: z.strictObject({ page: z.coerce.number().int().min(1).default(1) }),
  });

  test('pointers start with /query; repeated parameters are refused', () => {
    expect(pointersOf(() => validateQuery(route, { page: '0' }))).toEqual(['/query/page']);
    expect(pointersOf(() => validateQuery(route, { page: ['1', '2'] }))).toEqual(['/query/page']);
    expect(errorsOf(() => validateQuery(route, { colour: 'red' }))).toMatchObject([
      { pointer: '/query/colour', code: 'unknown_field' },
    ]);
    expect(validateQuery(route, {})).toEqual({ page: 1 });
  });

  test('a route without a query takes none', () => {
    expect(pointersOf(() => validateQuery(routeWith({}), { a: '1' }))).toEqual(['/query/a']);
  });

  test('an id that cannot be one is not found, as an unknown one is', () => {
    expect(() => validateParams(route, { id: 'nobody' })).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
