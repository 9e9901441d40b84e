/**
 * Create, list, get, change and delete of a plain resource as one value. Audit, events, `If-Match`, tombstones and paging
 * are the same for all; what differs is said by the resource. A planning resource adds `plan`, which wraps each write.
 */
import { z } from 'zod';
import type { RecordFields } from '../shared/record-fields';
import type { NewRecord, RecordPatch } from '../platform/record-repository';
import type { UnitOfWork } from '../platform/unit-of-work';
import { locatedAt } from '../shared/api-path';
import { DomainError } from '../shared/domain-error';
import {
  answerOf,
  collectionFacts,
  dryRunAnswer,
  impactOnly,
  paramsOf,
  plural,
  recordFacts,
  recordParams,
  singular,
  writeQuery,
} from './crud-facts';
import { cacheFacts, readAudit, type CrudResource, type RecordChange } from './crud-resource';
import { defineRoute, type Answer, type HandlerInput, type Route } from './route';
import { pageOf, pageQuery, pageRequestOf, presentPage } from './schemas';

type Input = HandlerInput<Record<string, string>, Record<string, unknown>, Record<string, unknown>>;

/** The routes of a resource, in the order list, create, get, update, delete. */
export function crudRoutes<R extends RecordFields>(resource: CrudResource<R>): Route[] {
  const builders = { list: listRoute, create: createRoute, get: getRoute, update: updateRoute, delete: deleteRoute };
  const order = ['list', 'create', 'get', 'update', 'delete'] as const;
  return order.filter((name) => resource.operations.includes(name)).map((name) => builders[name](resource));
}

function listRoute<R extends RecordFields>(resource: CrudResource<R>): Route {
  const query = z.strictObject({ ...pageQuery, ...resource.listQuery });
  return defineRoute({
    ...collectionFacts(resource, 'GET', `List ${plural(resource)}`),
    permission: resource.permissions.read,
    request: { ...paramsOf(resource), query },
    response: { 200: pageOf(resource.answer) },
    audit: readAudit(resource),
    ...cacheFacts(resource),
    handle: async (uow, input) => {
      const { params, query: asked } = input as unknown as Input;
      await resource.within?.(uow, params, 'read');
      const page = await resource.repository(uow).list(pageRequestOf(asked as never), (rows) => {
        resource.filter?.(rows, { params, query: asked, actor: uow.actor });
      });
      await resource.noteRead?.(uow, page.items);
      return { status: 200, body: presentPage(page, await presenterOf(resource, uow, page.items)) };
    },
  });
}

function getRoute<R extends RecordFields>(resource: CrudResource<R>): Route {
  return defineRoute({
    ...recordFacts(resource, 'GET', { summary: `Get one ${singular(resource)}` }),
    permission: resource.permissions.read,
    request: { params: recordParams(resource) },
    response: { 200: resource.answer },
    audit: readAudit(resource),
    ...cacheFacts(resource),
    handle: async (uow, input) => {
      const record = await findIn(resource, uow, { ...(input as unknown as Input), purpose: 'read' });
      const present = await presenterOf(resource, uow, [record]);
      await resource.noteRead?.(uow, [record]);
      return { status: 200, body: present(record), version: record.version };
    },
  });
}

function createRoute<R extends RecordFields>(resource: CrudResource<R>): Route {
  return defineRoute({
    ...collectionFacts(resource, 'POST', `Create one ${singular(resource)}`),
    permission: resource.permissions.write,
    request: {
      ...paramsOf(resource),
      ...writeQuery(resource),
      body: resource.create.extend(resource.plan?.body ?? {}),
    },
    response: { 201: answerOf(resource), ...dryRunAnswer(resource) },
    audit: `written:${resource.noun}.created`,
    handle: async (uow, input) => {
      const { params, query, body } = input as unknown as Input;
      await resource.within?.(uow, params, 'write');
      const after = await resource.toRecord(uow, body, { before: null, params });
      const { record, answer } = await write(resource, uow, { change: { before: null, after }, query, body });
      return { ...answer, status: 201, headers: locationOf(resource, params, record.id) };
    },
  });
}

function updateRoute<R extends RecordFields>(resource: CrudResource<R>): Route {
  return defineRoute({
    ...recordFacts(resource, 'PATCH', { summary: `Change one ${singular(resource)}` }),
    permission: resource.permissions.write,
    request: {
      params: recordParams(resource),
      ...writeQuery(resource),
      body: resource.update.extend(resource.plan?.body ?? {}),
    },
    response: {
      200: resource.plan === undefined ? answerOf(resource) : z.union([answerOf(resource), impactOnly(resource)]),
    },
    audit: `written:${resource.noun}.updated`,
    handle: async (uow, input) => {
      const { params, query, body } = input as unknown as Input;
      const before = await findIn(resource, uow, toWrite(resource, input as unknown as Input));
      const after = await resource.toRecord(uow, body, { before, params });
      return (await write(resource, uow, { change: { before, after }, query, body })).answer;
    },
  });
}

function deleteRoute<R extends RecordFields>(resource: CrudResource<R>): Route {
  return defineRoute({
    ...recordFacts(resource, 'DELETE', { summary: `Delete one ${singular(resource)}` }),
    permission: resource.permissions.write,
    request: { params: recordParams(resource), ...writeQuery(resource) },
    response: {
      204: null,
      ...(resource.plan === undefined ? {} : { 200: z.union([answerOf(resource), impactOnly(resource)]) }),
    },
    audit: `written:${resource.noun}.deleted`,
    handle: async (uow, input) => {
      const { query, facts } = input as unknown as Input;
      const before = await findIn(resource, uow, toWrite(resource, input as unknown as Input));
      const { answer } = await write(resource, uow, { change: { before, after: null }, query, body: undefined });
      const wantsBody = uow.isDryRun || (facts.prefersRepresentation && resource.plan !== undefined);
      return wantsBody ? answer : { status: 204 };
    },
  });
}

/** One write, whatever it is: record rule, `If-Match`, the change itself, audit and event. Answers the record as it is then. */
async function write<R extends RecordFields>(
  resource: CrudResource<R>,
  uow: UnitOfWork,
  request: { change: RecordChange<R>; query: unknown; body: unknown },
): Promise<{ record: R; answer: Answer }> {
  const { change } = request;
  await resource.mayWrite?.(uow, change);
  if (change.before !== null) uow.checkMatch(change.before.version);
  await resource.mayHappen?.(uow, change);
  const apply = async (): Promise<R> => {
    const result = await store(resource, uow, change);
    await resource.alongside?.(uow, { ...change, result });
    return result;
  };
  const { result, impact } =
    resource.plan === undefined
      ? { result: await apply(), impact: undefined }
      : await resource.plan.run(uow, change, { query: request.query, body: request.body, apply });
  recordChange(resource, uow, { ...change, result });
  const present = await presenterOf(resource, uow, [result]);
  const body = { ...present(result), ...(impact === undefined ? {} : { impact }) };
  return { record: result, answer: { status: 200, body, version: result.version } };
}

/** Where the new record can be read, if it can be read by itself. */
function locationOf<R extends RecordFields>(
  resource: CrudResource<R>,
  params: Record<string, string>,
  id: string,
): Record<string, string> {
  if (!resource.operations.includes('get')) return {};
  const collection = resource.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  return locatedAt(`${collection}/${id}`);
}

/** How the records of one answer are presented. */
export async function presenterOf<R extends RecordFields>(
  resource: CrudResource<R>,
  uow: UnitOfWork,
  records: readonly R[],
): Promise<(record: R) => object> {
  if (resource.presenterFor !== undefined) return resource.presenterFor(uow, records);
  const { present } = resource;
  return (record) => present(record, uow.actor);
}

async function store<R extends RecordFields>(
  resource: CrudResource<R>,
  uow: UnitOfWork,
  { before, after }: RecordChange<R>,
): Promise<R> {
  const repository = resource.repository(uow);
  if (before === null) return repository.insert(after as NewRecord<R>);
  if (after === null) return repository.delete(before, uow.now);
  return repository.update(before, changedFields(before, after));
}

/** Only what differs, so that `edited_fields` names what somebody really edited. */
function changedFields<R extends RecordFields>(before: R, after: NewRecord<R>): RecordPatch<R> {
  const old = before as unknown as Record<string, unknown>;
  const entries = Object.entries(after).filter(([key, value]) => JSON.stringify(old[key]) !== JSON.stringify(value));
  return Object.fromEntries(entries) as RecordPatch<R>;
}

function recordChange<R extends RecordFields>(
  resource: CrudResource<R>,
  uow: UnitOfWork,
  { before, after, result }: RecordChange<R> & { result: R },
): void {
  const event = `${resource.noun}.${verbOf(before === null, after === null)}`;
  uow.audit({ event, entityType: resource.noun, entityId: result.id, before, after: after === null ? null : result });
  uow.emit({ type: event, entityType: resource.noun, entityId: result.id, version: result.version });
}

function verbOf(isNew: boolean, isGone: boolean): 'created' | 'updated' | 'deleted' {
  if (isNew) return 'created';
  return isGone ? 'deleted' : 'updated';
}

/** How a record is looked for that is about to change. */
function toWrite<R extends RecordFields>({ locksFirst }: CrudResource<R>, { params }: Pick<Input, 'params'>) {
  return { params, purpose: 'write', locked: locksFirst } as const;
}

async function findIn<R extends RecordFields>(
  resource: CrudResource<R>,
  uow: UnitOfWork,
  {
    params,
    purpose,
    locked = false,
  }: Pick<Input, 'params'> & { purpose: 'read' | 'write'; locked?: boolean | undefined },
): Promise<R> {
  await resource.within?.(uow, params, purpose);
  if (resource.find !== undefined) return resource.find(uow, params);
  const repository = resource.repository(uow);
  const id = params[resource.recordParam ?? 'id'] ?? '';
  const record = await (locked ? repository.getForUpdate(id) : repository.get(id));
  if (resource.belongs?.(record, params) === false)
    throw new DomainError('not_found', `There is no such ${singular(resource)}.`);
  return record;
}
