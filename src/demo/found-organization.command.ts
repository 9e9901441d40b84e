/** The organisation itself and the accounts of the demo. Users exist before their membership, which needs the system scope. */
import { randomBytes } from 'node:crypto';
import type { Role } from '../access/role-grants';
import { INVITATION_LIFETIME_MS } from '../domains/members/members.rules';
import { hashPassword } from '../platform/passwords';
import { enterSystemScope, type UnitOfWork } from '../platform/unit-of-work';
import { demoId } from './demo-ids.rules';
import { DEMO_PASSWORD, demoUsers } from './demo-roster.rules';

/** Two loads at once take turns at this. */
const LOCK = 'select pg_advisory_xact_lock(7461001)';

const INVITED_EMAIL = 'camille@demo.com';

export interface DemoAccount {
  email: string;
  name: string;
  role: Role;
  personKey: string;
  passwordHash: string;
}

/** The accounts with their hashed passwords; outside of any transaction, since hashing takes its time. */
export async function hashDemoPasswords(): Promise<DemoAccount[]> {
  return Promise.all(demoUsers.map(async (user) => ({ ...user, passwordHash: await hashPassword(DEMO_PASSWORD) })));
}

/** True when the organisation of this unit of work exists, deleted or not. Waits for another load under way. */
export async function isFounded(uow: UnitOfWork): Promise<boolean> {
  await uow.trx.raw(LOCK);
  const row = await uow.trx('organizations').where('id', uow.organizationId).first<{ id: string } | undefined>('id');
  return row !== undefined;
}

/** Creates the organisation of this unit of work: Paris, 35 hours from Monday to Friday. */
export async function foundOrganization(uow: UnitOfWork, name: string): Promise<void> {
  const id = uow.organizationId;
  const row = { id, name, timezone: 'Europe/Paris' };
  await uow.trx('organizations').insert(row);
  const facts = { entityType: 'organization', entityId: id };
  uow.audit({ event: 'organization.created', ...facts, before: null, after: row });
  uow.emit({ type: 'organization.created', ...facts, version: 1 });
}

/** Whom a sync brings follows this calendar, so that they have holidays. */
export async function chooseCalendar(uow: UnitOfWork, calendarId: string): Promise<void> {
  await uow.trx('organizations').where('id', uow.organizationId).update({ default_calendar_id: calendarId });
}

/** Creates the users that do not exist yet and makes all of them members; `withPeople` ties each to their person. */
export async function createAccounts(
  uow: UnitOfWork,
  accounts: readonly DemoAccount[],
  { withPeople }: { withPeople: boolean },
): Promise<void> {
  await enterSystemScope(uow.trx, 'login');
  const users = accounts.map((account) => ({
    id: demoId('user', account.email),
    email: account.email,
    full_name: account.name,
    password_hash: account.passwordHash,
  }));
  await uow.trx('users').insert(users).onConflict('id').ignore();
  const memberships = accounts.map((account) => ({
    organization_id: uow.organizationId,
    id: demoId('membership', `${uow.organizationId}/${account.email}`),
    user_id: demoId('user', account.email),
    role: account.role,
    person_id: withPeople ? demoId('person', account.personKey) : null,
  }));
  await uow.trx('memberships').insert(memberships);
}

/**
 * Somebody who is invited and has not answered, and an API token of the owner. Nobody knows the link or the token, and no mail is
 * sent: the one is there to be sent again, the other to be revoked.
 */
export async function createOpenAccess(uow: UnitOfWork): Promise<void> {
  const place = { organization_id: uow.organizationId };
  const ownerId = demoId('user', 'admin@demo.com');
  await uow.trx('memberships').insert({
    ...place,
    id: demoId('membership', INVITED_EMAIL),
    role: 'manager',
    invited_email: INVITED_EMAIL,
    invited_by: ownerId,
    invitation_hash: randomBytes(32),
    invitation_expires_at: new Date(uow.now.getTime() + INVITATION_LIFETIME_MS),
  });
  await uow.trx('api_tokens').insert({
    ...place,
    id: demoId('api_token', 'wall-display'),
    user_id: ownerId,
    name: 'Écran du couloir',
    scopes: ['read'],
    secret_hash: randomBytes(32),
  });
}
