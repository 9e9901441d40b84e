/**
 * Meal vouchers of the demo organisation, counted by hand for a Wednesday, 2026-11-25.
 *
 * October 2026 has 22 weekdays (1-2, 5-9, 12-16, 19-23, 26-30) and no holiday. November has 21 (2-6, 9-13, 16-20, 23-27, 30), of
 * which Wednesday 11 is one, which leaves 20. The roster's rules say who was away:
 *
 * | person   | October, by hand                            |    | November, by hand                                    |    |
 * | -------- | ------------------------------------------- | -- | ---------------------------------------------------- | -- |
 * | jane     | there every day                             | 22 | Friday 6 off                                         | 19 |
 * | clemence | afternoon of Friday 30 off                  | 21 | ill on 3 and 4                                       | 18 |
 * | sofia    | 21 h a week, every day a little             | 22 | ill on 3 and 4, afternoon of Friday 6 off            | 17 |
 * | ines     | leaves on Friday 16, which she takes off    | 11 | gone                                                 | 0  |
 * | greta    | contractor                                  | 0  | contractor                                           | 0  |
 * | valerie  | eats at a client's                          | 0  | eats at a client's                                   | 0  |
 * | olivier  | afternoon of Friday 16 off                  | 21 | 20, and 5 back for 22, 23, 26, 27 and 28 October     | 15 |
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DEMO_ORGANIZATION_ID, demoId } from '../../src/demo/demo-ids.rules';
import { loadDemo } from '../../src/demo/load-demo.command';
import { startApi, type AnswerBody, type ApiClient, type TestApi } from '../support/api';

let api: TestApi;
let owner: ApiClient;
beforeAll(async () => {
  api = await startApi();
  await loadDemo(api.container.database, new Date('2026-11-25T09:00:00Z'));
  owner = await api.signIn({ role: 'owner', organizationId: DEMO_ORGANIZATION_ID, personId: null });
});
afterAll(() => api.close());

async function vouchersOf(month: string, key: string): Promise<AnswerBody | undefined> {
  const { body } = await owner.get(`/benefits/vouchers/${month}?person_id=${demoId('person', key)}`);
  return body.items[0];
}

test.each([
  ['jane', 22, 19],
  ['clemence', 21, 18],
  ['sofia', 22, 17],
  ['ines', 11, 0],
  ['greta', 0, 0],
  ['valerie', 0, 0],
  ['olivier', 21, 15],
])('%s: %i in October, %i in November', async (key, october, november) => {
  expect([(await vouchersOf('2026-10', key))?.['days'], (await vouchersOf('2026-11', key))?.['days']]).toEqual([
    october,
    november,
  ]);
});

test('October is closed; the decision that came late is taken off November, date by date', async () => {
  expect((await owner.get('/benefits/vouchers/2026-10')).body).toMatchObject({ state: 'closed', total: 31 });
  expect((await vouchersOf('2026-11', 'olivier'))?.['correction_of']).toMatchObject([
    {
      month: '2026-10',
      kind: 'recount',
      days: -5,
      changes: ['22', '23', '26', '27', '28'].map((day) => ({ date: `2026-10-${day}`, reason: 'override' })),
    },
  ]);
});

test('the order of October can be made', async () => {
  const { status, text } = await owner.get('/benefits/vouchers/2026-10/order-file');
  expect([status, text.split('\r\n').slice(0, 4)]).toEqual([
    200,
    ['Annee;Mois;Matricule;Nb jours', '2026;10;0001;22', '2026;10;0002;22', '2026;10;0003;22'],
  ]);
});
