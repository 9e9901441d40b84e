/** `npm run permissions [FILE]`: writes the table of roles and permissions, to `docs/permissions.md` unless a file is named. Needs no server. */
import { writeFileSync } from 'node:fs';
import { loadConfig } from './config/config';
import { documentedRoutes } from './documented-routes';
import { permissionTable } from './http/permission-table';

const routes = documentedRoutes(loadConfig());
const file = process.argv[2] ?? 'docs/permissions.md';
writeFileSync(file, permissionTable(routes));
process.stdout.write(`Wrote the permissions of ${String(routes.length)} operations to ${file}.\n`);
