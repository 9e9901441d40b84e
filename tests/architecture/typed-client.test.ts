/** The types of the client say what the OpenAPI document says. */
import { afterAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { API_VERSION } from '../../src/app';
import { createContainer } from '../../src/container';
import { buildOpenApiDocument } from '../../src/http/openapi-document';
import { listRoutes } from '../../src/route-list';
import { testConfig } from '../support/api';

const PROJECT = resolve(__dirname, '../..');
const container = createContainer(testConfig('postgres://nobody@127.0.0.1:1/none'), 'routes');
const folder = mkdtempSync(join(tmpdir(), 'typed-client-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await container.close();
});

test('src/client/api-types.d.ts is what npm run client would write', () => {
  const [document, types] = [join(folder, 'openapi.json'), join(folder, 'api-types.d.ts')];
  writeFileSync(document, JSON.stringify(buildOpenApiDocument(listRoutes(container), API_VERSION)));
  const generator = join(PROJECT, 'node_modules/openapi-typescript/bin/cli.js');
  execFileSync(process.execPath, [generator, document, '-o', types], { stdio: 'pipe' });
  expect(readFileSync(join(PROJECT, 'src/client/api-types.d.ts'), 'utf8')).toBe(readFileSync(types, 'utf8'));
});
