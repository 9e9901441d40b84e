/**
 * Every operation of version 9, called as a client of that API calls it: no If-Match, no Idempotency-Key, all fields of its
 * records in a body, also those that cannot be written. The answer has the code and the fields that client knows.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createContainer } from '../../src/container';
import { listRoutes } from '../../src/route-list';
import { startApi, testConfig, type ApiAnswer, type TestApi } from '../support/api';
import { buildPerson } from '../support/resources';
import { entities, type Entity, type EntityName } from './v9-entities';
import { operations, type Operation } from './v9-operations';
import { recordsFor, type PathIds } from './v9-records';
import { bodyOf, breaches, valueOf, type References } from './v9-values';

const container = createContainer(testConfig('postgres://nobody@127.0.0.1:1/none'), 'contract');
const ours = new Set(listRoutes(container).map(({ method, path }) => `${method} ${path}`));
const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;

const table = operations.map((operation) => [nameOf(operation), operation] as const);

let api: TestApi;
let references: References;
beforeAll(async () => {
  api = await startApi();
  references = await recordsFor(api);
});
afterAll(async () => {
  await api.close();
  await container.close();
});

test('the table has the 70 operations of version 9', () => {
  expect(new Set(operations.map(nameOf)).size).toBe(70);
});

test('every one of them is here', () => {
  expect(operations.map(nameOf).filter((name) => !ours.has(name))).toEqual([]);
});

describe.each(table)('%s', (_, operation) => {
  test('with all that version 9 knows', async () => {
    const answer = await call(operation, 'all');
    expectSuccess(operation, answer);
  });

  const { body, takesList, query } = operation;
  if (body !== undefined && operation.method === 'POST') {
    test('with what it requires', async () => {
      expectSuccess(operation, await call(operation, 'required'));
    });
  }
  if (takesList === true) {
    test('with a list', async () => {
      const { path } = await pathFor(operation);
      const entity = entityOf(body);
      const ids = { ...references, person_id: (await buildPerson(api.as.owner)).id };
      const items = [bodyOf(entity, ids, 'required'), { ...bodyOf(entity, references, 'required') }];
      const answer = await api.as.owner.post(path, items);
      expect([answer.status, answer.body.items.length]).toEqual([operation.status, 2]);
      for (const item of answer.body.items) expect(breaches(item, entity.fields)).toEqual([]);
    });
  }
  if (query !== undefined) {
    test('with what it requires in the query', async () => {
      const { path } = await pathFor(operation);
      const required = Object.fromEntries((operation.requiredQuery ?? []).map((name) => [name, query[name]]));
      const answer = await api.as.owner.send(operation.method, path + queryText(required));
      expect([answer.status, answer.body.detail]).toEqual([operation.status, undefined]);
    });
  }
});

async function call(operation: Operation, only: 'required' | 'all'): Promise<ApiAnswer> {
  const { path, ids } = await pathFor(operation);
  const query = queryText(operation.query ?? {});
  if (operation.body === undefined) return api.as.owner.send(operation.method, path + query);
  const known = { ...references, ...ids.body };
  return api.as.owner.send(operation.method, path + query, {
    body: { ...bodyOf(entityOf(operation.body), known, only), ...ids.exact },
  });
}

async function pathFor(operation: Operation): Promise<{ path: string; ids: PathIds }> {
  const ids = await recordsFor.operation(api, nameOf(operation), references);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => ids.path[name] ?? '');
  return { path, ids };
}

function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(query).map(([name, type]): [string, string] => [
    name,
    String(valueOf(name, type, references)),
  ]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

function expectSuccess(operation: Operation, answer: ApiAnswer): void {
  expect([
    answer.status,
    answer.status < 300 ? undefined : ((answer.body['errors'] as unknown) ?? answer.body.detail),
  ]).toEqual([operation.status, undefined]);
  if (operation.answer === undefined) return;
  if (typeof operation.answer === 'object' && 'items' in operation.answer) {
    expect(breaches(answer.body, { total: 'integer' })).toEqual([]);
    expect(answer.body.items.length).toBeGreaterThan(0);
    const { fields } = entities[operation.answer.items];
    for (const item of answer.body.items) expect(breaches(item, fields)).toEqual([]);
  } else {
    expect(breaches(answer.body, fieldsOf(operation.answer))).toEqual([]);
  }
}

function entityOf(body: Operation['body']): Entity {
  if (body === undefined) throw new Error('the operation takes no body');
  return typeof body === 'string' ? entities[body] : body;
}

function fieldsOf(answer: EntityName | { fields: Entity['fields'] }): Entity['fields'] {
  return typeof answer === 'string' ? entities[answer].fields : answer.fields;
}
