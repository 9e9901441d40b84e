/**
 * Text as it is compared: NFKC, without marks, in ASCII, lower case, everything but letters and digits a single space.
 * Example: `Lefèvre-D’Ormesson` and `LEFEVRE D ORMESSON` are both `lefevre d ormesson`.
 */
import anyAscii from 'any-ascii';

const PLAIN_ASCII = /^[ -~]*$/;
const MARKS = /\p{M}+/gu;
const ONE_WORD = /^[a-z0-9]+$/;
const SEPARATORS = /[^a-z0-9]+/g;

/** ASCII and lower case; punctuation stays. */
export function asciiLower(value: string): string {
  if (PLAIN_ASCII.test(value)) return value.toLowerCase();
  const bare = value.normalize('NFKC').normalize('NFD').replace(MARKS, '');
  return anyAscii(bare).toLowerCase();
}

/** Words separated by one space; '' for nothing. */
export function plainText(value: string | null | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  const text = asciiLower(value);
  return ONE_WORD.test(text) ? text : text.replace(SEPARATORS, ' ').trim();
}

/** The words of {@link plainText}. */
export function plainWords(value: string | null | undefined): string[] {
  const text = plainText(value);
  return text === '' ? [] : text.split(' ');
}
