import { expect, test } from '@jest/globals';
import { printableText } from '../../../src/rendering/printable-text.rules';

const hasLatinOne = (codePoint: number): boolean => codePoint < 0x100;

test.each([
  ['Ada', 'Ada'],
  ['Élan', 'Élan'],
  ['王小明', 'WangXiaoMing'],
  ['go 🚀', 'go :rocket:'],
  ['❤\uFE0F', ':heart:'],
  ['a\u200Db', 'ab'],
  ['\uE000', '?'],
  ['two\nlines\t', 'two\nlines\t'],
])('%j is written %j', (text, written) => {
  expect(printableText(text, hasLatinOne)).toBe(written);
});
