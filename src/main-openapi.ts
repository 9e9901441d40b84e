/** `npm run openapi [FILE]`: writes the OpenAPI document, to `openapi.json` unless a file is named. Needs no server. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { API_VERSION } from './app';
import { loadConfig } from './config/config';
import { buildOpenApiDocument } from './http/openapi-document';
import { AccessTokens } from './platform/access-tokens';
import { AnswerCache } from './platform/answer-cache';
import { systemClock } from './platform/clock';
import { LoginThrottle } from './platform/login-throttle';
import { createMetrics } from './platform/metrics';
import { listRoutes } from './route-list';

const config = loadConfig();
const routes = listRoutes({
  config,
  clock: systemClock,
  accessTokens: new AccessTokens(config.jwtSecrets),
  loginThrottle: new LoginThrottle(undefined),
  answerCache: new AnswerCache(undefined, createMetrics()),
});
const file = process.argv[2] ?? 'openapi.json';
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(buildOpenApiDocument(routes, API_VERSION), null, 2)}\n`);
process.stdout.write(`Wrote ${String(routes.length)} operations to ${file}.\n`);
