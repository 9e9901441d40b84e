/** The allow list as a page for people: which role may ask for what, and which routes ask for it. */
import { permissions } from '../access/permissions';
import { roleGrants, roles } from '../access/role-grants';
import type { Route } from './route';

const INTRODUCTION = `# Roles and permissions

Made from the code by \`npm run permissions\`; a test fails when this page is not what the code says. A permission lets a role ask;
which records it may then read or write (its own, those of people it leads) is decided by the policies of each domain.
`;

/** The whole page in Markdown: role × permission, then permission × routes, then the routes that need no permission. */
export function permissionTable(routes: readonly Route[]): string {
  const open = (['signed-in', 'public'] as const).map((permission) => [
    permission === 'public' ? 'nobody has to sign in' : 'any signed-in user, but no API token',
    routesOf(
      routes.filter((route) => !isOpenToTokens(route)),
      permission,
    ),
  ]);
  open.push(['any signed-in user and any API token', routesOf(routes.filter(isOpenToTokens), 'signed-in')]);
  return [
    INTRODUCTION,
    tableOf(
      ['permission', ...roles],
      permissions.map((permission) => [
        permission,
        ...roles.map((role) => (roleGrants(role, permission) ? 'yes' : '–')),
      ]),
    ),
    '## What asks for it\n',
    ...[...permissions.map((permission) => [`\`${permission}\``, routesOf(routes, permission)]), ...open].map(
      ([permission = '', asking = '']) => `- ${permission}: ${asking}`,
    ),
    '',
  ].join('\n');
}

function isOpenToTokens(route: Route): boolean {
  return route.permission === 'signed-in' && route.openToTokens === true;
}

function routesOf(routes: readonly Route[], permission: Route['permission']): string {
  const asking = routes.filter((route) => route.permission === permission);
  return asking.map((route) => `\`${route.method} ${route.path}\``).join(', ') || 'none yet';
}

/** Cells padded to one width a column, as the formatter of this project writes tables. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return `${[line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')}\n`;
}
