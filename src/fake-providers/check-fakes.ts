/** Asks the fakes everything a client of ours asks, and holds each answer against a specification. */
import { PAYFIT_API_KEY } from './payfit-keys';
import type { Exchange, Specification } from './specification';
import { GRYZZLY_API_KEY } from './gryzzly-server';
import type { FakeRow } from './row-store';
import { FAKE_COMPANY, type RunningFakeProviders } from './start-fake-providers';

/** Unit constants that the generator of Gryzzly's specification took for the values of a duration. */
const ARTEFACT = 'gryzzly /declarations.list .duration: not among the listed values';

export interface CheckResult {
  answers: number;
  rows: number;
  /** `provider path: problem`, each kind of problem once with an example. */
  problems: string[];
}

interface Asked {
  provider: 'payfit' | 'gryzzly';
  exchange: Exchange;
}

/** Refusals included. Takes less than the rate limits allow, so that it never waits. */
export async function checkFakes(
  fakes: RunningFakeProviders,
  specifications: { payfit: Specification; gryzzly: Specification },
): Promise<CheckResult> {
  const asked = [...(await askPayfit(fakes)), ...(await askGryzzly(fakes))];
  const problems = new Map<string, string>();
  for (const { provider, exchange } of asked) {
    for (const problem of specifications[provider].problemsOf(exchange)) {
      const kind = `${provider} ${exchange.path} ${problem.replace(/\[\d+\]/g, '[]')}`;
      if (kind !== ARTEFACT) problems.set(kind, `${provider} ${exchange.path}${problem}`);
    }
  }
  const rows = asked.reduce((sum, { exchange }) => sum + rowsOf(exchange.body), 0);
  return { answers: asked.length, rows, problems: [...problems.values()] };
}

async function askPayfit({ payfit }: RunningFakeProviders): Promise<Asked[]> {
  const root = `/companies/${FAKE_COMPANY.id}`;
  const first = (kind: string, key: string): string => String(payfit.rows.all(kind)[0]?.[key]);
  const month = first('meal_vouchers', 'month');
  const get = async (path: string, query = '', token = PAYFIT_API_KEY): Promise<Asked> => {
    const response = await fetch(`${payfit.url}${path}${query}`, { headers: { authorization: `Bearer ${token}` } });
    return {
      provider: 'payfit',
      exchange: { method: 'get', path, status: response.status, body: await response.json() },
    };
  };
  const answers = await Promise.all([
    get(root),
    get(root.replace('companies', 'companies-fr')),
    get(`${root}/payroll-status`, `?date=${month}`),
    ...['collaborators', 'contracts', 'contracts-fr'].map((list) => get(`${root}/${list}`, '?maxResults=50')),
    get(`${root}/absences`, '?maxResults=50&status=all'),
    get(`${root}/collaborators/meal-vouchers`, `?maxResults=50&date=${month}`),
    get(`${root}/collaborators/${first('collaborator', 'id')}`),
    get(`${root}/contracts/${first('contract', 'contractId')}`),
    get(`${root}/contracts-fr/${first('contract', 'contractId')}`),
    get(`${root}/collaborators/nobody`),
    get(`${root}/collaborators`, '?maxResults=none'),
    get(root, '', 'no-key'),
  ]);
  const hidden = ['collaborators:personal:read', 'contracts:time-information:read', 'time:read'];
  payfit.faults.set({ missingScopes: hidden });
  const poorer = await Promise.all(['collaborators', 'contracts-fr', 'absences'].map((list) => get(`${root}/${list}`)));
  payfit.faults.set({});
  return [...answers, ...poorer];
}

async function askGryzzly({ gryzzly }: RunningFakeProviders): Promise<Asked[]> {
  const post = async (path: string, body: object, token = GRYZZLY_API_KEY): Promise<Asked> => {
    const response = await fetch(`${gryzzly.url}/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return {
      provider: 'gryzzly',
      exchange: { method: 'post', path, status: response.status, body: await response.json() },
    };
  };
  const id = (kind: string): FakeRow => ({ id: gryzzly.rows.all(kind)[0]?.['id'] });
  return Promise.all([
    ...['/users.list', '/projects.list', '/tasks.list', '/leavesPeriods.list'].map((path) =>
      post(path, { limit: 1_000, offset: 0 }),
    ),
    post('/users.get', id('user')),
    post('/projects.get', id('project')),
    post('/tasks.get', id('task')),
    post('/users.list', { limit: 5_000 }),
    post('/users.get', { id: 'nobody' }),
    post('/users.list', {}, 'no-key'),
    listOfEntries(post),
  ]);
}

/** Specified as one single entry; what is met is a page of them, so each row is judged by itself. */
async function listOfEntries(post: (path: string, body: object) => Promise<Asked>): Promise<Asked> {
  const asked = await post('/declarations.list', { user_ids: [], task_ids: [], limit: 1_000, offset: 0 });
  const { data } = asked.exchange.body as { data: FakeRow[] };
  return { ...asked, exchange: { ...asked.exchange, body: data[0] } };
}

function rowsOf(body: unknown): number {
  const lists = Object.values(body as object).filter((value) => Array.isArray(value));
  return Math.max(1, ...lists.map((list: unknown[]) => list.length));
}
