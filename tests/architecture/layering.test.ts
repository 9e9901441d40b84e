/** Plants violations in a small tree of its own and shows that the layering rules report each of them, and nothing else. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '../..');

interface CruiseResult {
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

const packages = ['knex', 'zod', '@temporalio/workflow', 'dev-only'];

/** A tree that obeys every rule. */
const good: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'fixture',
    dependencies: { knex: '1.0.0', zod: '1.0.0', '@temporalio/workflow': '1.0.0' },
    devDependencies: { 'dev-only': '1.0.0' },
  }),
  'src/shared/calendar-dates.ts': `export const today = '2026-11-23';`,
  'src/access/role-grants.ts': `export type Role = 'admin'; export const grants = 1;`,
  'src/platform/database.ts': `import { knex } from 'knex'; export const open = knex;`,
  'src/http/route.ts': `export const defineRoute = 1;`,
  'src/domains/people/people.types.ts': `import type { Role } from '../../access/role-grants'; export interface Person { role: Role }`,
  'src/domains/people/people.rules.ts': `import { today } from '../../shared/calendar-dates'; export const rule = today;`,
  'src/domains/people/people.model.ts': `import { open } from '../../platform/database'; export const model = open;`,
  'src/domains/people/people.repository.ts': `import { model } from './people.model'; export const repository = model;`,
  'src/domains/people/people.schema.ts': `import { z } from 'zod'; export const schema = z;`,
  'src/domains/people/people.presenter.ts': `import type { Person } from './people.types'; export const present = (p: Person) => p;`,
  'src/domains/people/list-people.query.ts': `import { repository } from './people.repository'; export const list = repository;`,
  'src/domains/people/people.contract.ts': `import { defineSignal } from '@temporalio/workflow'; export const wake = defineSignal;`,
  'src/domains/people/people.routes.ts': `import { defineRoute } from '../../http/route'; import { list } from './list-people.query';
    import { schema } from './people.schema'; export const routes = [defineRoute, list, schema];`,
  'src/domains/teams/add-member.command.ts': `import { list } from '../people/list-people.query'; export const add = list;`,
  'src/main-worker.ts': `import { activities } from '../activities'; export const started = activities;`,
  'activities/index.ts': `import { list } from '../src/domains/people/list-people.query'; export const activities = { list };
    export type Activities = typeof activities;`,
  'workflows/index.ts': `import { wake } from '../src/domains/people/people.contract'; import type { Activities } from '../activities';
    export const flow = (a: Activities) => [a, wake];`,
  'migrations/0001_people.ts': `import type { Knex } from 'knex'; export const up = (knex: Knex) => knex;`,
  'temporal-config/task-queues.ts': `export const queue = 'main';`,
};

/** One planted file, and the rule that must name it. */
const planted: { rule: string; file: string; source: string; and?: Record<string, string> }[] = [
  {
    rule: 'routes-know-platform-as-types',
    file: 'src/domains/people/b.routes.ts',
    source: `export { open } from '../../platform/database';`,
  },
  {
    rule: 'resources-are-routes-with-a-repository',
    file: 'src/domains/teams/teams.resource.ts',
    source: `export { repository } from '../people/people.repository';`,
  },
  {
    rule: 'presenters-build-on-presenters',
    file: 'src/domains/teams/teams.presenter.ts',
    source: `export { list } from '../people/list-people.query';`,
  },
  { rule: 'workflows-have-no-other-packages', file: 'workflows/a.ts', source: `export { knex } from 'knex';` },
  { rule: 'workflows-have-no-core-modules', file: 'workflows/b.ts', source: `export { readFile } from 'node:fs';` },
  {
    rule: 'workflows-stay-deterministic',
    file: 'workflows/c.ts',
    source: `export { open } from '../src/platform/database';`,
  },
  {
    rule: 'workflows-import-activities-as-types',
    file: 'workflows/d.ts',
    source: `export { activities } from '../activities';`,
  },
  { rule: 'nobody-loads-workflows', file: 'src/app-1.ts', source: `export { flow } from '../workflows';` },
  {
    rule: 'only-the-worker-loads-activities',
    file: 'src/app-2.ts',
    source: `export { activities } from '../activities';`,
  },
  {
    rule: 'activities-call-domains-and-platform',
    file: 'activities/a.ts',
    source: `export { defineRoute } from '../src/http/route';`,
  },
  {
    rule: 'activities-call-domains-and-platform',
    file: 'activities/b.ts',
    source: `export { schema } from '../src/domains/people/people.schema';`,
  },
  {
    rule: 'routes-never-touch-storage',
    file: 'src/domains/people/a.routes.ts',
    source: `export { model } from './people.model';`,
  },
  {
    rule: 'routes-call-their-own-domain',
    file: 'src/domains/teams/a.routes.ts',
    source: `export { list } from '../people/list-people.query';`,
  },
  {
    rule: 'commands-and-queries-are-not-http',
    file: 'src/domains/people/a.command.ts',
    source: `export { schema } from './people.schema';`,
  },
  {
    rule: 'other-domains-by-their-front-door',
    file: 'src/domains/teams/a.command.ts',
    source: `export { repository } from '../people/people.repository';`,
  },
  {
    rule: 'model-is-private',
    file: 'src/domains/people/a.query.ts',
    source: `export { model } from './people.model';`,
  },
  {
    rule: 'model-stays-in-its-domain',
    file: 'src/domains/teams/teams.repository.ts',
    source: `export { model } from '../people/people.model';`,
  },
  {
    rule: 'foundations-know-no-domain',
    file: 'src/platform/a.ts',
    source: `export { rule } from '../domains/people/people.rules';`,
  },
  {
    rule: 'rendering-knows-only-tables',
    file: 'src/rendering/render-a.ts',
    source: `export { open } from '../platform/database';`,
  },
  {
    rule: 'presenters-and-policies-do-no-io',
    file: 'src/domains/people/a.policy.ts',
    source: `export { list } from './list-people.query';`,
  },
  {
    rule: 'pure-stays-pure',
    file: 'src/domains/people/a.rules.ts',
    source: `export { list } from './list-people.query';`,
  },
  { rule: 'pure-has-no-packages-with-io', file: 'src/domains/people/b.rules.ts', source: `export { z } from 'zod';` },
  { rule: 'pure-has-no-core-io', file: 'src/shared/a.ts', source: `export { readFile } from 'node:fs';` },
  {
    rule: 'types-take-only-types-of-access',
    file: 'src/domains/people/a.types.ts',
    source: `export { grants } from '../../access/role-grants';`,
  },
  {
    rule: 'contract-is-pure',
    file: 'src/domains/people/a.contract.ts',
    source: `export { repository } from './people.repository';`,
  },
  {
    rule: 'contract-imports-only-message-definitions',
    file: 'src/domains/people/b.contract.ts',
    source: `export { z } from 'zod';`,
  },
  {
    rule: 'temporal-config-has-no-packages-with-io',
    file: 'temporal-config/a.ts',
    source: `export { knex } from 'knex';`,
  },
  {
    rule: 'migrations-stand-alone',
    file: 'migrations/0002_a.ts',
    source: `export { today } from '../src/shared/calendar-dates';`,
  },
  {
    rule: 'nobody-imports-migrations',
    file: 'src/app-3.ts',
    source: `export { up } from '../migrations/0001_people';`,
  },
  {
    rule: 'nobody-imports-tests',
    file: 'src/app-4.ts',
    source: `export { made } from '../tests/factory';`,
    and: { 'tests/factory.ts': 'export const made = 1;' },
  },
  { rule: 'mains-are-not-imported', file: 'src/app-5.ts', source: `export { started } from './main-worker';` },
  {
    rule: 'domains-do-not-reach-up',
    file: 'src/platform/b.ts',
    source: `export { config } from '../config/config';`,
    and: { 'src/config/config.ts': 'export const config = 1;' },
  },
  { rule: 'production-has-no-dev-packages', file: 'src/app-6.ts', source: `export { it } from 'dev-only';` },
  {
    rule: 'no-unlisted-packages',
    file: 'src/app-7.ts',
    source: `export { it } from 'unlisted';`,
    and: { 'node_modules/unlisted/index.js': 'exports.it = 1;' },
  },
  { rule: 'resolvable', file: 'src/app-8.ts', source: `export { it } from './nowhere';` },
  {
    rule: 'no-index-files',
    file: 'src/app-9.ts',
    source: `export { it } from './shared';`,
    and: { 'src/shared/index.ts': 'export const it = 1;' },
  },
  {
    rule: 'no-cycles',
    file: 'src/app-10.ts',
    source: `import { b } from './b'; export const a = () => b;`,
    and: { 'src/b.ts': `import { a } from './app-10'; export const b = () => a;` },
  },
  {
    rule: 'no-type-cycles-between-folders',
    file: 'src/circle-a.ts',
    source: `import type { B } from './circle-b'; export interface A { b: B }`,
    and: { 'src/circle-b.ts': `import type { A } from './circle-a'; export interface B { a: A }` },
  },
  {
    rule: 'types-stay-pure',
    file: 'src/domains/people/b.types.ts',
    source: `export type { open } from '../../platform/database';`,
  },
  {
    rule: 'presenters-and-policies-read-no-files',
    file: 'src/domains/people/a.presenter.ts',
    source: `export { readFile } from 'node:fs';`,
  },
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plan-charge-layers-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function plant(root: string, files: Record<string, string>): Promise<void> {
  for (const [path, source] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), source);
  }
}

async function violationsOf(extra: Record<string, string>): Promise<{ from: string; name: string }[]> {
  const root = await mkdtemp(join(folder, 'tree-'));
  await plant(root, Object.fromEntries(packages.map((name) => [`node_modules/${name}/index.js`, 'exports.it = 1;'])));
  await plant(root, { ...good, ...extra });
  const { violations } = (await cruise(root)).summary;
  return violations.map(({ from, rule }) => ({ from, name: rule.name }));
}

/** dependency-cruiser exits with the number of errors, so a non-zero code is an answer as long as the JSON is whole. */
function cruise(root: string): Promise<CruiseResult> {
  const bin = join(PROJECT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(PROJECT, '.dependency-cruiser.cjs');
  const folders = ['src', 'workflows', 'activities', 'temporal-config', 'migrations'];
  const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      [bin, '--config', config, '--output-type', 'json', ...folders],
      options,
      (error, out, err) => {
        try {
          done(JSON.parse(out) as CruiseResult);
        } catch {
          fail(new Error(`dependency-cruiser gave no JSON: ${err}`, { cause: error }));
        }
      },
    );
  });
}

test('a tree that obeys the rules has no violation', async () => {
  expect(await violationsOf({})).toEqual([]);
});

test('every planted violation is reported under the rule that explains it', async () => {
  // All plants that share no file go into one tree: a run costs a second, the plants do not disturb each other.
  const trees: Record<string, string>[] = [];
  for (const { file, source, and } of planted) {
    const free = trees.find((tree) => !(file in tree));
    if (free === undefined) trees.push({ [file]: source, ...and });
    else Object.assign(free, { [file]: source, ...and });
  }
  const found = (await Promise.all(trees.map(violationsOf))).flat();
  const missing = planted.filter(({ file, rule }) => !found.some(({ from, name }) => from === file && name === rule));
  expect(missing.map(({ file, rule }) => `${rule}: ${file}`)).toEqual([]);
}, 60_000);

test('every rule says what to do instead and is shown to bite', () => {
  const { forbidden } = jest.requireActual<{ forbidden: { name: string; comment: string }[] }>(
    join(PROJECT, '.dependency-cruiser.cjs'),
  );
  expect(forbidden.filter(({ comment }) => comment.length < 40)).toEqual([]);
  const shown = new Set(planted.map(({ rule }) => rule));
  expect(forbidden.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
});
