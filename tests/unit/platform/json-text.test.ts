/** JSON made in pieces is the JSON that `JSON.stringify` makes. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jsonText } from '../../../src/platform/json-text';

test('is the text of JSON.stringify for any body', async () => {
  const body = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue(), { maxLength: 250 })));
  await fc.assert(
    fc.asyncProperty(body, async (value) => {
      expect(await jsonText(value)).toBe(JSON.stringify(value));
    }),
    { numRuns: 50 },
  );
});

test('leaves out what is undefined, and lets others run between the items of a long list', async () => {
  const items = Array.from({ length: 500 }, (_, index) => ({ index }));
  const order: string[] = [];
  setImmediate(() => order.push('somebody else'));
  const text = await jsonText({ items, nothing: undefined });
  order.push('the text');
  expect(JSON.parse(text)).toEqual({ items });
  expect(order).toEqual(['somebody else', 'the text']);
});
