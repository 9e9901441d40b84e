/** Who asks and who decides in the drill of approvals. */
import { hashPassword } from '../platform/passwords';
import { newId } from '../shared/ids';
import { ApiClient, type Login } from './api-client';
import { withEvidence } from './ledger-evidence';
import { seedOrganization } from './seed-organization';

/** How a request is to end. */
export type Ending = 'approved' | 'declined' | 'cancelled';

export interface DrillUser {
  id: string;
  login: Login;
  api: ApiClient;
}

export interface ApprovalWorld {
  requester: DrillUser;
  /** Of level one and two, each alone. */
  approvers: readonly [DrillUser, DrillUser];
  bookingBody: object;
  /** Tokens last a quarter of an hour. @throws Error when somebody is not let in */
  logInAgain(): Promise<void>;
}

const CALL_LIMIT_MS = 15_000;

/** Three managers of a new organisation, and a policy of two levels. */
export async function prepareWorld(system: { apiUrl: string; databaseAdminUrl: string }): Promise<ApprovalWorld> {
  const organization = await seedOrganization(system, 2);
  const addUser = () => addManager(system, organization.organizationId);
  const [requester, first, second] = [await addUser(), await addUser(), await addUser()];
  const owner = new ApiClient(system.apiUrl, CALL_LIMIT_MS);
  await owner.logIn(organization.login);
  const levels = [first, second].map(({ id }) => ({ approvers: [{ type: 'user', user_id: id }], rule: 'any' }));
  await owner.demand({ method: 'POST', path: '/approval-policies', body: { kind: 'allocation_request', levels } });
  const dates = { start_date: '2027-03-01', end_date: '2027-03-05' };
  return {
    requester,
    approvers: [first, second],
    bookingBody: { person_id: organization.personIds[0], ...dates, percent: 1 },
    logInAgain: async () => {
      for (const { api, login } of [requester, first, second]) {
        const { status } = await api.logIn(login);
        if (status !== 200) throw new Error(`sign-in after the restart was answered ${String(status)}`);
      }
    },
  };
}

async function addManager(
  { apiUrl, databaseAdminUrl }: { apiUrl: string; databaseAdminUrl: string },
  organizationId: string,
): Promise<DrillUser> {
  const id = newId();
  const login = { email: `${id}@example.org`, password: newId() };
  const password = await hashPassword(login.password);
  await withEvidence(databaseAdminUrl, async (client) => {
    await client.query(`insert into users (id, email, full_name, password_hash) values ($1, $2, 'Some Manager', $3)`, [
      id,
      login.email,
      password,
    ]);
    await client.query(`insert into memberships (organization_id, id, user_id, role) values ($1, $2, $3, 'manager')`, [
      organizationId,
      newId(),
      id,
    ]);
  });
  const api = new ApiClient(apiUrl, CALL_LIMIT_MS);
  await api.logIn(login);
  return { id, login, api };
}
