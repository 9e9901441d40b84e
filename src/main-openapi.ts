/** `npm run openapi [FILE]`: writes the OpenAPI document, to `openapi.json` unless a file is named. Needs no server. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { API_VERSION } from './app';
import { loadConfig } from './config/config';
import { documentedRoutes } from './documented-routes';
import { buildOpenApiDocument } from './http/openapi-document';

const routes = documentedRoutes(loadConfig());
const file = process.argv[2] ?? 'openapi.json';
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(buildOpenApiDocument(routes, API_VERSION), null, 2)}\n`);
process.stdout.write(`Wrote ${String(routes.length)} operations to ${file}.\n`);
