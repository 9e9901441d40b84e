import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contentTypeOf } from '../../../src/domains/attachments/file-content.rules';
import { fileKeyOf, ownerOfKey } from '../../../src/domains/attachments/file-key.rules';
import { safeFileName } from '../../../src/domains/attachments/file-name.rules';
import { newId } from '../../../src/shared/ids';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const utf8 = (text: string): Buffer => Buffer.from(text);

describe('a content is', () => {
  test.each<[string, Buffer, string, string, string]>([
    ['a PDF', utf8('%PDF-1.4'), 'a.pdf', 'application/pdf', 'application/pdf'],
    ['a PDF whatever its name', utf8('%PDF-1.4'), 'a.txt', '', 'application/pdf'],
    ['a PNG', hex('89504e470d0a1a0a00'), 'a', 'image/png', 'image/png'],
    ['a JPEG', hex('ffd8ffe0'), 'a.jpg', 'application/octet-stream', 'image/jpeg'],
    ['a GIF', utf8('GIF89a'), 'a.gif', 'image/gif', 'image/gif'],
    ['a WebP', utf8('RIFF....WEBPVP8 '), 'a.webp', 'image/webp', 'image/webp'],
    ['an archive', hex('504b0304'), 'a.zip', 'application/zip', 'application/zip'],
    [
      'a document that is an archive inside',
      hex('504b0304'),
      'a.DOCX',
      'application/zip',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['a table', utf8('a;b\n1;2'), 'a.csv', 'text/csv', 'text/csv'],
    ['a text, also where it claims to be a table', utf8('a;b'), 'a.txt', 'text/csv', 'text/plain'],
    ['a text that looks like a page', utf8('<html>'), 'a.html', 'text/plain', 'text/plain'],
    ['a text that is cut inside a character', utf8('été').subarray(0, 4), 'a.txt', '', 'text/plain'],
  ])('%s', (_, head, name, claimed, type) => {
    expect(contentTypeOf(head, { name, claimed })).toBe(type);
  });

  test.each<[string, Buffer, string]>([
    ['a program', hex('7f454c46'), ''],
    ['text in another encoding', Buffer.from('été', 'latin1'), 'text/plain'],
    ['text with a NUL', utf8('a\u0000b'), 'text/plain'],
    ['a page', utf8('<html>'), 'text/html'],
    ['a drawing', utf8('<svg/>'), 'image/svg+xml'],
    ['a PDF that claims to be a picture', utf8('%PDF-1.4'), 'image/png'],
  ])('refused when it is %s', (_, head, claimed) => {
    expect(() => contentTypeOf(head, { name: 'a', claimed })).toThrow(
      expect.objectContaining({ code: 'unsupported_media_type' }),
    );
  });
});

describe('a name', () => {
  test.each([
    ['plan.pdf', 'plan.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\plans\\été 2027?.pdf', 'été 2027_.pdf'],
    ['e\u0301te\u0301.txt', 'été.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\r\nSet-Cookie: x.txt', 'aSet-Cookie_ x.txt'],
    ['.htaccess', 'htaccess'],
    ['...', 'file'],
    ['', 'file'],
    [undefined, 'file'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(196)}.pdf`],
  ])('%j becomes %j', (sent, safe) => {
    expect(safeFileName(sent)).toBe(safe);
  });

  test('is never empty, a path, too long or anything else the next time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (sent) => {
        const safe = safeFileName(sent);
        expect(safe).not.toMatch(/[/\\\p{Cc}]|^\.*$/u);
        expect(Array.from(safe).length).toBeLessThanOrEqual(200);
        expect(safeFileName(safe)).toBe(safe);
      }),
    );
  });
});

test('a key says whose file it is', () => {
  const owner = { organizationId: newId(), id: newId() };
  expect(ownerOfKey(fileKeyOf(owner))).toEqual(owner);
  expect(ownerOfKey('attachments/readme.txt')).toBeNull();
});
