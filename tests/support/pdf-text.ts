/** Reads back the text of a PDF that pdfkit made with embedded fonts: enough to check what stands on which page. */
import { inflateSync } from 'node:zlib';

export interface PdfText {
  /** The texts of each page, one a line, in the order they were drawn. */
  pages: string[];
  /** Pictures of pixels in it. */
  imageCount: number;
}

/** One of the numbered objects: what it says, and its stream, unpacked. */
interface PdfObject {
  head: string;
  stream: string;
}

/** @example readPdf(bytes).pages[0] === 'Overbookings\n2027-02-01 …' */
export function readPdf(bytes: Buffer): PdfText {
  const objects = objectsOf(bytes);
  const fonts = fontsOf(objects);
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b/.test(head));
  return {
    pages: pages.map(({ head }) => textOf(contentOf(head, objects), fonts)),
    imageCount: [...objects.values()].filter(({ head }) => /\/Subtype \/Image\b/.test(head)).length,
  };
}

function objectsOf(bytes: Buffer): Map<string, PdfObject> {
  const text = bytes.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const match of text.matchAll(/(\d+) 0 obj\n([^]*?)\n(?:endobj|stream\n)/g)) {
    const [whole, id = '', head = ''] = match;
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const start = match.index + whole.length;
    const packed = whole.endsWith('stream\n') ? bytes.subarray(start, start + length) : Buffer.alloc(0);
    const stream = packed.length > 0 && head.includes('/FlateDecode') ? inflateSync(packed) : packed;
    objects.set(id, { head, stream: stream.toString('latin1') });
  }
  return objects;
}

function contentOf(pageHead: string, objects: ReadonlyMap<string, PdfObject>): string {
  return objects.get(/\/Contents (\d+) 0 R/.exec(pageHead)?.[1] ?? '')?.stream ?? '';
}

/** By the name pages give a font: what each of its letters is. */
function fontsOf(objects: ReadonlyMap<string, PdfObject>): Map<string, string[]> {
  const fonts = new Map<string, string[]>();
  for (const { head } of objects.values()) {
    for (const [, name = '', id = ''] of (/\/Font <<([^]*?)>>/.exec(head)?.[1] ?? '').matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1] ?? '';
      fonts.set(name, lettersOf(objects.get(map)?.stream ?? ''));
    }
  }
  return fonts;
}

function lettersOf(map: string): string[] {
  const letters: string[] = [];
  for (const [, from = '0', list = ''] of map.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g)) {
    [...list.matchAll(/<([\w ]*)>/g)].forEach(([, code = ''], index) => {
      letters[parseInt(from, 16) + index] = Buffer.from(code.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
    });
  }
  return letters;
}

/** A text object is one line: pdfkit draws it in one piece, a chart letter by letter. */
function textOf(content: string, fonts: ReadonlyMap<string, string[]>): string {
  const lines = [...content.matchAll(/\bBT\n([^]*?)\nET\b/g)].map(([, drawn = '']) => {
    const letters = fonts.get(/\/(F\d+) [\d.]+ Tf/.exec(drawn)?.[1] ?? '') ?? [];
    const shown = [...drawn.matchAll(/(\[[^\]]*\]|<\w*>) TJ?j?/g)].map(([, codes = '']) => codes).join('');
    const codes = [...shown.matchAll(/<(\w*)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    return codes.map((code) => letters[parseInt(code, 16)] ?? '\uFFFD').join('');
  });
  return lines.join('\n');
}
