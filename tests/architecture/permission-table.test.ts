/** The page of roles and permissions says what the code says. */
import { afterAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContainer } from '../../src/container';
import { permissionTable } from '../../src/http/permission-table';
import { listRoutes } from '../../src/route-list';
import { testConfig } from '../support/api';

const container = createContainer(testConfig('postgres://nobody@127.0.0.1:1/none'), 'routes');
afterAll(() => container.close());

test('docs/permissions.md is what npm run permissions would write', () => {
  const page = readFileSync(join(__dirname, '../../docs/permissions.md'), 'utf8');
  expect(page).toBe(permissionTable(listRoutes(container)));
});

test('every route stands on the page exactly once', () => {
  const routes = listRoutes(container);
  const page = permissionTable(routes);
  for (const { method, path } of routes) expect(page.split(`\`${method} ${path}\``)).toHaveLength(2);
});
