/**
 * The text of an API token: `pc_`, then organisation, id and 32 random bytes in one. It names its organisation, so that the row is
 * looked for within it and nowhere else; all of it is secret, and all that is stored of it is a digest.
 */
import { createHash, randomBytes } from 'node:crypto';

/** What a token says about itself; nothing of it is proven before the digest was compared. */
export interface ApiTokenClaims {
  organizationId: string;
  tokenId: string;
  secretHash: Buffer;
}

const TOKEN = /^pc_([\w-]{86})$/;
const UUID_BYTES = 16;

/** A new token. */
export function newApiToken(organizationId: string, tokenId: string): string {
  const ids = [organizationId, tokenId].map((id) => Buffer.from(id.replaceAll('-', ''), 'hex'));
  return `pc_${Buffer.concat([...ids, randomBytes(32)]).toString('base64url')}`;
}

/** The claims of a text that has the form of a token; undefined for any other. */
export function parseApiToken(text: string): ApiTokenClaims | undefined {
  const encoded = TOKEN.exec(text)?.[1];
  if (encoded === undefined) return undefined;
  const bytes = Buffer.from(encoded, 'base64url');
  return {
    organizationId: uuidOf(bytes.subarray(0, UUID_BYTES)),
    tokenId: uuidOf(bytes.subarray(UUID_BYTES, 2 * UUID_BYTES)),
    secretHash: hashOfApiToken(text),
  };
}

/** What is stored of a token. */
export function hashOfApiToken(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
