/** Text for a font that has not every letter. Example: `王小明 🚀` for one without Chinese is `WangXiaoMing :rocket:`. */
import anyAscii from 'any-ascii';

/** Joins and variants of the character before: without it they say nothing. */
const SAY_NOTHING_ALONE: ReadonlySet<number> = new Set([0x200c, 0x200d, 0xfe0e, 0xfe0f]);
const PLAIN = /^[\t\n\r -~]*$/;

/** The text with what the font lacks in Latin letters, `?` where there are none for it, so that nothing becomes an empty box. */
export function printableText(text: string, hasLetter: (codePoint: number) => boolean): string {
  if (PLAIN.test(text)) return text;
  return Array.from(text, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    if (/\p{Control}/u.test(character) || hasLetter(codePoint)) return character;
    if (SAY_NOTHING_ALONE.has(codePoint)) return '';
    const latin = anyAscii(character);
    return latin === '' ? '?' : latin;
  }).join('');
}
