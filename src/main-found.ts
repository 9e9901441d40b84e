/**
 * `npm run found -- --organization NAME --owner ADDRESS [--timezone ZONE]`: founds an organisation and invites its owner, and says how
 * they join. For a first start; who has an account founds others by `POST /orgs`. Safe to repeat: the owner gets another link.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadConfig } from './config/config';
import { foundOrganization, type Founded } from './domains/members/found-organization.command';
import { emailAddress } from './domains/members/members.schema';
import { newOrganization } from './domains/organizations/organizations.schema';
import { systemClock } from './platform/clock';
import { assertLeastPrivilege, openDatabase } from './platform/database';
import { DerivedTokens } from './platform/derived-tokens';

const USAGE = 'npm run found -- --organization "Atelier" --owner alice@example.com [--timezone Europe/Paris]';
const request = z.strictObject({
  organization: newOrganization.shape.name,
  owner: emailAddress,
  timezone: newOrganization.shape.timezone,
});

async function main(): Promise<void> {
  const { organization: name, owner: ownerEmail, timezone } = readRequest(process.argv.slice(2));
  const { databaseUrl, jwtSecrets, appUrl, port } = loadConfig();
  if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set, and no `npm start` runs here that has one.');
  const database = openDatabase(databaseUrl, { poolSize: 1, applicationName: 'plan-charge found' });
  try {
    await assertLeastPrivilege(database);
    const deps = { linkTokens: new DerivedTokens(jwtSecrets), appUrl, now: systemClock.now() };
    const founded = await foundOrganization(database, deps, { name, ownerEmail, timezone });
    process.stdout.write(linesOf(founded, { name, ownerEmail, apiUrl: `http://localhost:${String(port)}/api/v1` }));
  } finally {
    await database.destroy();
  }
}

function readRequest(args: string[]): z.infer<typeof request> {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { organization: string, owner: string, timezone: string } });
  const read = request.safeParse(values);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => {
    const [option = ''] = path.map(String);
    return `--${option}: ${option in values ? message : 'is needed'}`;
  });
  throw new Error(`${problems.join('; ')}\n${USAGE}`);
}

function linesOf(
  { organizationId, member, url, isNew }: Founded,
  { name, ownerEmail, apiUrl }: { name: string; ownerEmail: string; apiUrl: string },
): string {
  const token = new URL(url).searchParams.get('token') ?? '';
  const body = JSON.stringify({ token, full_name: '…', password: '…' });
  return [
    isNew
      ? `Founded ${name} (${organizationId}).`
      : `${name} was founded before (${organizationId}); this is another link.`,
    `${ownerEmail} joins as its owner until ${member.invitationExpiresAt?.toISOString() ?? ''}, once, at`,
    '',
    `  ${url}`,
    '',
    'or without a front end (no full_name where the address has an account):',
    '',
    `  curl -X POST ${apiUrl}/auth/accept-invitation -H 'Content-Type: application/json' -d '${body}'`,
    '',
    '',
  ].join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`Nothing was founded: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
