/** The name under which a file is kept and offered again. */

const LONGEST = 200;

/**
 * Without folders, control characters, direction marks or characters that some system forbids; never empty, never only dots.
 * The ending survives a cut.
 * @example safeFileName('C:\\plans\\été 2027?.pdf') === 'été 2027_.pdf'
 */
export function safeFileName(sent: string | undefined): string {
  const last = (sent ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/^[.\s]+|[.\s]+$/g, '');
  if (plain === '') return 'file';
  const ending = /\.[^.]{1,20}$/.exec(plain)?.[0] ?? '';
  const stem = plain.slice(0, plain.length - ending.length);
  return (
    Array.from(stem)
      .slice(0, LONGEST - Array.from(ending).length)
      .join('') + ending
  );
}
