/** What a unit of work promises when PostgreSQL refuses or leaves at the very edges of its transaction: BEGIN and COMMIT. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { Client } from 'pg';
import { systemActor } from '../../src/access/actor';
import { openDatabase, type Database } from '../../src/platform/database';
import { runInOrganization, type UnitOfWork } from '../../src/platform/unit-of-work';
import { cloneDatabase, insertOrganization, type SuiteDatabase } from './suite-database';

let own: SuiteDatabase;
let organizationId: string;
let single: Database;

beforeAll(async () => {
  own = await cloneDatabase();
  organizationId = await insertOrganization(own.admin);
  single = openDatabase(own.appUrl, { poolSize: 1, applicationName: 'test' });
});

afterAll(async () => {
  await single.destroy();
  await own.close();
});

function run<T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> {
  const request = { organizationId, resolveActor: () => Promise.resolve(systemActor(organizationId)), now: new Date() };
  return runInOrganization(single, request, work);
}

const emitOne = (uow: UnitOfWork): Promise<string> => {
  uow.emit({ type: 'edge.tested', entityType: 'edge', entityId: organizationId, version: 1 });
  return Promise.resolve('acknowledged');
};

interface Pool {
  acquireConnection(): Promise<Client>;
  releaseConnection(connection: Client): Promise<void>;
}

function pool(): Pool {
  return single.client as Pool;
}

function storedEvents(): Promise<unknown[]> {
  return own.admin('outbox').where({ event_type: 'edge.tested' });
}

test('nothing waits for a lock or runs for as long as somebody likes', async () => {
  const { rows } = await single.raw<{ rows: Record<string, string>[] }>(
    `select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement`,
  );
  expect(rows).toEqual([{ lock: '30s', statement: '1min' }]);
});

test('a COMMIT that PostgreSQL refuses is an error, never an acknowledged write that is not there', async () => {
  await own.admin.raw(`
    create function refuse_commit() returns trigger language plpgsql as $$ begin
      raise exception 'refused at the commit' using errcode = '23505'; end $$`);
  await own.admin.raw(
    'create constraint trigger refused after insert on outbox deferrable initially deferred for each row execute function refuse_commit()',
  );
  try {
    await expect(run(emitOne)).rejects.toMatchObject({ code: 'duplicate' });
    expect(await storedEvents()).toHaveLength(0);
  } finally {
    await own.admin.raw('drop trigger refused on outbox; drop function refuse_commit()');
  }
});

test('a connection that ends under COMMIT is a dependency that is away', async () => {
  const cut = run(async (uow) => {
    const { rows } = await uow.trx.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid');
    const commit = uow.trx.commit.bind(uow.trx);
    const cutOff = async (): Promise<unknown> => {
      await own.admin.raw('select pg_terminate_backend(?, 5000)', [rows[0]!.pid]);
      return commit();
    };
    Object.assign(uow.trx, { commit: cutOff });
    return emitOne(uow);
  });
  await expect(cut).rejects.toMatchObject({ code: 'dependency_unavailable' });
  expect(await storedEvents()).toHaveLength(0);
});

test('a connection that ended before BEGIN is a dependency that is away, and the next one works', async () => {
  const connection = await pool().acquireConnection();
  const ended = once(connection, 'end');
  void connection.end();
  void pool().releaseConnection(connection);
  await expect(run(emitOne)).rejects.toMatchObject({ code: 'dependency_unavailable' });
  await ended;
  expect(await run(emitOne)).toBe('acknowledged');
  expect(await storedEvents()).toHaveLength(1);
});
