/**
 * Encrypts what must be readable again: AES-256-GCM under one of several keys. The ciphertext names its key, so that old ones
 * can be read while new ones are written under the newest; the context is authenticated, so that a ciphertext that is copied
 * to another row does not open there.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const FORMAT = 1;
const KEY_ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;

/** Length of a key. */
export const DATA_KEY_BYTES = 32;

interface DataKey {
  id: Buffer;
  secret: Buffer;
}

/** A ciphertext cannot be opened: its key is gone, it belongs elsewhere or it was tampered with. Says nothing of its content. */
export class SecretUnreadableError extends Error {
  override readonly name = 'SecretUnreadableError';
}

export class KeyRing {
  readonly #keys: readonly DataKey[];

  /** Keys of 32 bytes, newest first: the first encrypts, all decrypt. @throws Error when there is none or one has another length */
  constructor(secrets: readonly Buffer[]) {
    if (secrets.length === 0) throw new Error('a key ring needs a key');
    if (secrets.some((secret) => secret.length !== DATA_KEY_BYTES)) throw new Error('a data key has 32 bytes');
    this.#keys = secrets.map((secret) => ({ id: keyIdOf(secret), secret }));
  }

  /** Ciphertext of `text` for this `context` alone; never twice the same. */
  encrypt(text: string, context: string): Buffer {
    const { id, secret } = this.#newest();
    const header = Buffer.concat([Buffer.from([FORMAT]), id, randomBytes(NONCE_BYTES)]);
    const cipher = createCipheriv('aes-256-gcm', secret, nonceOf(header));
    cipher.setAAD(authenticated(header, context));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([header, body, cipher.getAuthTag()]);
  }

  /** @throws SecretUnreadableError */
  decrypt(ciphertext: Buffer, context: string): string {
    const key = this.#keyOf(ciphertext);
    if (key === undefined) throw new SecretUnreadableError('the key of a ciphertext is not among DATA_KEYS');
    const header = ciphertext.subarray(0, HEADER_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key.secret, nonceOf(header));
    decipher.setAAD(authenticated(header, context));
    decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
    try {
      const body = ciphertext.subarray(HEADER_BYTES, -TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    } catch {
      throw new SecretUnreadableError('a ciphertext does not belong here or was changed');
    }
  }

  /** True when `ciphertext` was not made with the newest key. */
  isOutdated(ciphertext: Buffer): boolean {
    return this.#keyOf(ciphertext)?.id.equals(this.#newest().id) !== true;
  }

  #keyOf(ciphertext: Buffer): DataKey | undefined {
    if (ciphertext.length < HEADER_BYTES + TAG_BYTES || ciphertext[0] !== FORMAT) return undefined;
    const id = ciphertext.subarray(1, 1 + KEY_ID_BYTES);
    return this.#keys.find((key) => key.id.equals(id));
  }

  #newest(): DataKey {
    const [newest] = this.#keys;
    if (newest === undefined) throw new Error('a key ring needs a key');
    return newest;
  }
}

/** A key's name: it can be told from the key, and the key cannot be told from it. */
function keyIdOf(secret: Buffer): Buffer {
  return createHash('sha256').update('plan-charge data key').update(secret).digest().subarray(0, KEY_ID_BYTES);
}

function nonceOf(header: Buffer): Buffer {
  return header.subarray(1 + KEY_ID_BYTES);
}

function authenticated(header: Buffer, context: string): Buffer {
  return Buffer.concat([header, Buffer.from(context, 'utf8')]);
}
