/** What a file is, by its first bytes: a name and a claimed type prove nothing. */
import { DomainError } from '../../shared/domain-error';

/** Bytes that are looked at. */
export const HEAD_BYTES = 4_096;

interface Signature {
  type: string;
  /** Hexadecimal; `..` is any byte. */
  begins: string;
}

const signatures: readonly Signature[] = [
  { type: 'application/pdf', begins: '255044462d' },
  { type: 'image/png', begins: '89504e470d0a1a0a' },
  { type: 'image/jpeg', begins: 'ffd8ff' },
  { type: 'image/gif', begins: '474946383961' },
  { type: 'image/gif', begins: '474946383761' },
  { type: 'image/webp', begins: '52494646........57454250' },
  { type: 'application/zip', begins: '504b0304' },
];

/** Documents that are zip archives inside, by the ending of their name. */
const zipped: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
};

/** Kinds of text that are kept as what they are called; every other text is plain. */
const texts: Readonly<Record<string, string>> = { csv: 'text/csv', md: 'text/markdown', json: 'application/json' };

/** Every media type that a file can have here. */
export const attachmentTypes: readonly string[] = [
  ...new Set([...signatures.map(({ type }) => type), ...Object.values(zipped), ...Object.values(texts), 'text/plain']),
];

/** What is claimed by clients that do not know. */
const NO_CLAIM = new Set(['', 'application/octet-stream', 'application/x-zip-compressed']);

/**
 * The media type of a file whose content begins with `head`.
 * @throws DomainError unsupported_media_type for content of no allowed kind, and where something else was claimed
 */
export function contentTypeOf(head: Uint8Array, { name, claimed }: { name: string; claimed: string }): string {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const found = signatures.find(({ begins }) => matches(head, begins))?.type;
  const type = found === 'application/zip' ? (zipped[ending] ?? found) : (found ?? textType(head, ending));
  if (type === undefined) {
    throw new DomainError(
      'unsupported_media_type',
      'Files are PDF, PNG, JPEG, GIF, WebP, office documents, ZIP or UTF-8 text; this one is something else.',
    );
  }
  if (!NO_CLAIM.has(claimed) && !agrees(claimed, type)) {
    throw new DomainError('unsupported_media_type', `The file claims to be ${claimed} and is ${type}.`);
  }
  return type;
}

/** A claim agrees with what it names, with any text where it is a text, and with the archive that a document is. */
function agrees(claimed: string, type: string): boolean {
  const isText = (one: string): boolean => Object.values(texts).includes(one) || one === 'text/plain';
  const isArchive = (one: string): boolean => Object.values(zipped).includes(one) || one === 'application/zip';
  return claimed === type || (isText(claimed) && isText(type)) || (isArchive(claimed) && isArchive(type));
}

function matches(head: Uint8Array, begins: string): boolean {
  const bytes = begins.match(/../g) ?? [];
  return bytes.every((byte, index) => byte === '..' || head[index] === Number.parseInt(byte, 16));
}

/** UTF-8 without control characters; undefined for anything else. The last character may be cut in two. */
function textType(head: Uint8Array, ending: string): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return /[^\P{Cc}\t\n\r\f]/u.test(text) ? undefined : (texts[ending] ?? 'text/plain');
  } catch {
    return undefined; // not UTF-8, which is an answer
  }
}
