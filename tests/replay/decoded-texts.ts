/** Every text of a history, with the payloads decoded: what a search for personal data must look at. */

/** Yields each string value of `value`; a payload (`{ metadata, data }`) yields the strings of its decoded JSON. */
export function* decodedTexts(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* decodedTexts(item);
  else if (typeof value === 'object' && value !== null) {
    if (isPayload(value)) yield* decodedTexts(decode(value.data));
    else for (const item of Object.values(value)) yield* decodedTexts(item);
  }
}

function isPayload(value: object): value is { metadata: object; data: string } {
  return 'metadata' in value && 'data' in value && typeof value.data === 'string';
}

function decode(data: string): unknown {
  const text = Buffer.from(data, 'base64').toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
