/** A request to book somebody whose person, project or task is not what it was when it is decided. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startApi, type SignedIn, type TestApi } from '../support/api';
import {
  buildAllocationRequest,
  buildApprovalPolicy,
  buildPerson,
  buildProject,
  buildTask,
} from '../support/resources';

let api: TestApi;
let approver: SignedIn;
beforeAll(async () => {
  api = await startApi();
  approver = await api.signIn({ role: 'manager', organizationId: api.organizationId });
  const approvers = [{ type: 'user', user_id: approver.userId }];
  await buildApprovalPolicy(api.as.owner, { kind: 'allocation_request', levels: [{ approvers, rule: 'any' }] });
});
afterAll(() => api.close());

let asked: { person_id: string; project_id: string; task_id: string };
let approvalId: string;
beforeEach(async () => {
  const { owner, manager } = api.as;
  const [person, project] = [await buildPerson(owner), await buildProject(owner)];
  const task = await buildTask(owner, { project_id: project.id });
  asked = { person_id: person.id, project_id: project.id, task_id: task.id };
  approvalId = (await buildAllocationRequest(manager, { percent: 50, ...asked })).id;
});

test.each<[string, string, () => Promise<unknown>]>([
  ['the person is gone', 'the person or the project', () => api.as.owner.delete(`/people/${asked.person_id}`)],
  ['the task is gone', 'the task', () => api.as.owner.delete(`/tasks/${asked.task_id}`)],
  [
    'the project is gone, and its tasks with it',
    'the task',
    () => api.as.owner.delete(`/projects/${asked.project_id}`),
  ],
  [
    'the task is of another project now',
    'the task',
    async () => {
      const { id } = await buildProject(api.as.owner);
      const moved = await api.as.owner.patch(`/tasks/${asked.task_id}`, { project_id: id });
      expect(moved.status).toBe(200);
    },
  ],
])('%s: it can be declined, and not be approved', async (_, what, happens) => {
  await happens();
  for (const path of [`/approvals/${approvalId}:approve?dry_run=true`, `/approvals/${approvalId}:approve`]) {
    const answer = await approver.post(path);
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
    expect(answer.body.detail).toContain(`${what} is gone or has moved`);
  }
  const booked = api.database.admin('allocations').where({ organization_id: api.organizationId });
  expect(await booked.where({ person_id: asked.person_id })).toEqual([]);
  expect((await api.as.owner.get(`/approvals/${approvalId}`)).body.state).toBe('pending');
  const declined = await approver.post(`/approvals/${approvalId}:decline`, { comment: 'It is gone' });
  expect([declined.status, declined.body.state]).toEqual([200, 'declined']);
});

test('nothing has changed: it is booked on its task', async () => {
  expect((await approver.post(`/approvals/${approvalId}:approve`)).body.state).toBe('approved');
  const { items } = (await api.as.owner.get(`/allocations?person_id=${asked.person_id}`)).body;
  expect(items).toEqual([expect.objectContaining(asked)]);
});
