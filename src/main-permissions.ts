/** `npm run permissions [FILE]`: writes the table of roles and permissions, to `docs/permissions.md` unless a file is named. Needs no server. */
import { writeFileSync } from 'node:fs';
import { loadConfig } from './config/config';
import { permissionTable } from './http/permission-table';
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
const file = process.argv[2] ?? 'docs/permissions.md';
writeFileSync(file, permissionTable(routes));
process.stdout.write(`Wrote the permissions of ${String(routes.length)} operations to ${file}.\n`);
