/**
 * Tokens of links in mails. They are derived from the id of what they open and a key of the server: the database holds a digest
 * of one, no event and no workflow history holds anything of it, and the activity that writes the mail makes it again.
 */
import { createHash, createHmac } from 'node:crypto';

export class DerivedTokens {
  /** `secrets` newest first: the first derives, all recover. */
  constructor(private readonly secrets: readonly string[]) {}

  /** The token of a subject, e.g. `invitation/<id>/<when it ends>`: the same each time, 43 characters, not to be guessed. */
  derive(subject: string): string {
    const [newest] = this.secrets;
    if (newest === undefined) throw new Error('at least one key is needed');
    return tokenOf(newest, subject);
  }

  /** The token of a subject whose digest is stored, by whichever key it was derived; undefined when by none of them. */
  recover(subject: string, hash: Buffer): string | undefined {
    return this.secrets.map((secret) => tokenOf(secret, subject)).find((token) => hashOfToken(token).equals(hash));
  }
}

/** What is stored of a token. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function tokenOf(secret: string, subject: string): string {
  return createHmac('sha256', secret).update(`link-token\0${subject}`).digest('base64url');
}
