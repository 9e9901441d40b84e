/** A clone of the migrated template for one suite, as its owner and as the application, and the few rows these tests need. */
import { openDatabase, type Database } from '../../src/platform/database';
import { newId } from '../../src/shared/ids';
import { createTestDatabase } from '../support/test-database';

export interface SuiteDatabase {
  /** Row-level security does not bind it: for arranging and for looking. */
  admin: Database;
  /** As the application's role. */
  app: Database;
  appUrl: string;
  close(): Promise<void>;
}

export async function cloneDatabase(): Promise<SuiteDatabase> {
  const database = await createTestDatabase();
  const app = openDatabase(database.appUrl, { poolSize: 8, applicationName: 'plan-charge tests' });
  return {
    admin: database.admin,
    app,
    appUrl: database.appUrl,
    close: async () => {
      await app.destroy();
      await database.close();
    },
  };
}

export async function insertOrganization(admin: Database, columns: object = {}): Promise<string> {
  const id = newId();
  await admin('organizations').insert({ id, name: 'Some organisation', ...columns });
  return id;
}

/** A person employed since 2020, 35 h Monday to Friday by the organisation's default. */
export async function insertPerson(admin: Database, organizationId: string, fullName = 'Some Person'): Promise<string> {
  const id = newId();
  await admin('people').insert({ organization_id: organizationId, id, full_name: fullName });
  await admin('engagements').insert({
    organization_id: organizationId,
    id: newId(),
    person_id: id,
    type: 'employee',
    start_date: '2020-01-01',
  });
  return id;
}

export async function insertUser(admin: Database): Promise<string> {
  const id = newId();
  await admin('users').insert({ id, email: `${id}@example.com`, full_name: 'Some User' });
  return id;
}

/** A stretch of a person's ledger that waits to be recomputed. */
export async function insertDirtyRange(
  admin: Database,
  range: { organizationId: string; personId: string; createdAt?: Date },
): Promise<void> {
  await admin('dirty_ranges').insert({
    organization_id: range.organizationId,
    person_id: range.personId,
    from_date: '2027-03-01',
    to_date: '2027-03-07',
    reason: 'test',
    created_at: range.createdAt ?? new Date(),
  });
}
