/** Passwords as argon2id (19 MiB, 2 passes, 1 lane: the OWASP cheat sheet's setting). */
import { type Algorithm, hash, verify } from '@node-rs/argon2';

const OPTIONS = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** An encoded argon2id hash. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/** A hash of nobody's password, so that an unknown account takes as long to refuse as a wrong password. */
const decoy = hashPassword('nobody has this password');

/** True when the password fits; false in the same time when there is no hash to compare with. */
export async function verifyPassword(encoded: string | null | undefined, password: string): Promise<boolean> {
  const fits = await verify(encoded ?? (await decoy), password);
  return fits && encoded !== null && encoded !== undefined;
}
