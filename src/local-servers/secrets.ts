/** Passwords of the local servers: made once, kept in `secrets.json` of the home folder, readable by its owner only. */
import { randomBytes } from 'node:crypto';
import { readHomeFile, writeHomeFile } from './home-folder';

export interface ServerSecrets {
  postgresSuperuser: string;
  postgresAdmin: string;
  postgresApp: string;
  redis: string;
}

const FILE = 'secrets.json';
const NAMES = ['postgresSuperuser', 'postgresAdmin', 'postgresApp', 'redis'] as const;

/** Answers the kept passwords and makes the missing ones (24 random bytes each, URL-safe); entries of others are left alone. */
export function loadSecrets(home: string): ServerSecrets {
  const kept = readHomeFile(home, FILE);
  const made = Object.fromEntries(
    NAMES.map((name) => [name, typeof kept[name] === 'string' ? kept[name] : randomBytes(24).toString('base64url')]),
  ) as unknown as ServerSecrets;
  if (NAMES.some((name) => kept[name] !== made[name]))
    writeHomeFile(home, FILE, { content: { ...kept, ...made }, mode: 0o600 });
  return made;
}
