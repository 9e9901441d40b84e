/** The records that calls of version 9 refer to, made through the API. */
import { newId } from '../../src/shared/ids';
import type { TestApi } from '../support/api';
import { buildAccount, logIn, PASSWORD } from '../support/accounts';
import type { Row } from '../support/factories';
import { externalAccountRow } from '../support/integration-rows';
import {
  buildAbsence,
  buildAllocation,
  buildBenefitPolicy,
  buildCalendar,
  buildCapacity,
  buildConnection,
  buildEpic,
  buildHoliday,
  buildPerson,
  buildPersonBenefit,
  buildProject,
  buildTask,
  buildTaskAssignee,
  buildTeam,
  buildTeamMember,
  create,
  PAYFIT_ID,
  uniqueName,
} from '../support/resources';
import type { References } from './v9-values';

/** What one call needs: the ids in its path, those its body must name, and fields that must have one value. */
export interface PathIds {
  path: Readonly<Record<string, string>>;
  body: References;
  exact: Readonly<Record<string, unknown>>;
}

type Recipe = (api: TestApi, references: References) => Promise<Partial<PathIds>>;

/** One record of each kind, so that lists are not empty and references point to something. */
export async function recordsFor(api: TestApi): Promise<References> {
  const owner = api.as.owner;
  const person = await buildPerson(owner);
  const holiday = await buildHoliday(owner);
  const project = await buildProject(owner);
  await buildAbsence(owner, { person_id: person.id });
  await buildAllocation(owner, { person_id: person.id, project_id: project.id });
  await buildCapacity(owner, { person_id: person.id });
  const epic = await buildEpic(owner, { project_id: project.id });
  const task = await buildTask(owner, { project_id: project.id, epic_id: epic.id });
  await buildTaskAssignee(owner, { task_id: task.id, person_id: person.id });
  const connection = await buildConnection(owner);
  const account = await unlinkedAccount(api, connection.id);
  await suggestPerson(api, account.id, person.id);
  await buildBenefitPolicy(owner);
  const benefit = await buildPersonBenefit(owner, { person_id: person.id });
  return {
    person_id: person.id,
    manager_id: (await buildPerson(owner)).id,
    lead_id: person.id,
    owner_id: person.id,
    calendar_id: String(holiday['calendar_id']),
    team_id: (await buildTeam(owner)).id,
    project_id: project.id,
    epic_id: epic.id,
    provider_id: PAYFIT_ID,
    connection_id: connection.id,
    task_id: task.id,
    assignee_person_id: person.id,
    benefit_type_id: String(benefit['benefit_type_id']),
  };
}

const id = async (made: Promise<{ id: string }>): Promise<Partial<PathIds>> => ({ path: { id: (await made).id } });

/** Records of a call's own, where a shared one would be changed or deleted. */
const recipes: Readonly<Record<string, Recipe>> = {
  'POST /auth/login': async (api) => ({
    exact: { email: (await buildAccount(api)).email, password: PASSWORD },
  }),
  'POST /auth/refresh': async (api) => {
    const { body } = await logIn(api, (await buildAccount(api)).email);
    return { exact: { refresh_token: body.refresh_token } };
  },
  'GET /orgs/{id}': (api) => id(Promise.resolve({ id: api.organizationId })),
  'PATCH /orgs/{id}': (api) => id(Promise.resolve({ id: api.organizationId })),
  'DELETE /orgs/{id}': (api) => id(create(api.as.owner, '/orgs', { name: uniqueName('Organisation') })),
  '/people': (api) => id(buildPerson(api.as.owner)),
  '/teams': (api) => id(buildTeam(api.as.owner)),
  '/calendars': (api) => id(buildCalendar(api.as.owner)),
  '/projects': (api) => id(buildProject(api.as.owner)),
  '/allocations': (api) => id(buildAllocation(api.as.owner)),
  '/epics': (api) => id(buildEpic(api.as.owner)),
  // Of the project that bodies name, so that the epic they name is of it too.
  '/tasks': (api, { project_id }) => id(buildTask(api.as.owner, { project_id })),
  'POST /tasks/{id}/dependencies': async (api, { project_id }) => {
    const [task, other] = [
      await buildTask(api.as.owner, { project_id }),
      await buildTask(api.as.owner, { project_id }),
    ];
    return { path: { id: task.id }, body: { depends_on_task_id: other.id } };
  },
  'POST /external-accounts/{id}/link': (api, { connection_id = '' }) => id(unlinkedAccount(api, connection_id)),
  'POST /identity/resolve': async (api, { connection_id = '' }) => ({
    body: { external_account_id: (await unlinkedAccount(api, connection_id)).id },
  }),
  'POST /integrations/{connection_id}/sync': (_api, { connection_id = '' }) =>
    Promise.resolve({ path: { connection_id } }),
  'GET /people/{id}/benefits': (_api, { person_id = '' }) => Promise.resolve({ path: { id: person_id } }),
  'PATCH /benefits/policies/{id}': (api) => id(buildBenefitPolicy(api.as.owner)),
  'GET /calendars/{id}/holidays': (_api, references) =>
    Promise.resolve({ path: { id: references['calendar_id'] ?? '' } }),
  'POST /calendars/{id}/holidays': async (api) => {
    const calendar = await buildCalendar(api.as.owner);
    return { path: { id: calendar.id }, body: { calendar_id: calendar.id } };
  },
  'DELETE /calendars/{id}/holidays/{holiday_id}': async (api) => {
    const holiday = await buildHoliday(api.as.owner);
    return { path: { id: String(holiday['calendar_id']), holiday_id: holiday.id } };
  },
  'DELETE /teams/{id}/members/{person_id}': async (api) => {
    const member = await buildTeamMember(api.as.owner);
    return { path: { id: String(member['team_id']), person_id: String(member['person_id']) } };
  },
  'POST /allocations:bulk-upsert': (_api, { person_id = '', project_id = '' }) =>
    Promise.resolve({
      exact: {
        allocations: [{ person_id, project_id, start_date: '2026-11-23', end_date: '2026-11-24', hours_per_week: 7 }],
      },
    }),
};

/** What `operation`, written as `GET /path`, needs. */
recordsFor.operation = async (api: TestApi, operation: string, references: References): Promise<PathIds> => {
  const [, collection = ''] = /^\w+ (\/[a-z-]+)/.exec(operation) ?? [];
  const recipe = recipes[operation] ?? (operation.includes('{') ? recipes[collection] : undefined);
  return { path: {}, body: {}, exact: {}, ...(await recipe?.(api, references)) };
};

/** An account of a time of its own: two of one person at once are refused. */
let months = 0;
function unlinkedAccount(api: TestApi, connectionId: string): Promise<Row> {
  months += 1;
  const from = new Date(Date.UTC(2020, months, 1)).toISOString().slice(0, 10);
  const to = new Date(Date.UTC(2020, months, 28)).toISOString().slice(0, 10);
  const connection = { id: connectionId, organization_id: api.organizationId, provider: 'payfit' };
  return externalAccountRow(api.factory, connection, { active_from: from, active_to: to });
}

function suggestPerson(api: TestApi, external_account_id: string, person_id: string): Promise<Row> {
  return api.factory.insert('identity_suggestions', {
    organization_id: api.organizationId,
    id: newId(),
    external_account_id,
    person_id,
    rank: 1,
    score: 0.9,
    total_bits: 3.5,
    prior_bits: -9,
    evidence: JSON.stringify([{ group: 'email', level: 'equal', bits: 12.5, strength: 'strong', words: 'same' }]),
    model_version: 'test',
  });
}
