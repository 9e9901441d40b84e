/** JSON of long lists, made without keeping everybody else waiting. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Items of a list between two turns of the event loop. */
const ITEMS_AT_ONCE = 100;

/** The same text as `JSON.stringify(body)`; other work goes on between the items of its lists. */
export async function jsonText(body: object): Promise<string> {
  const fields: string[] = [];
  for (const [name, value] of Object.entries(body) as [string, unknown][]) {
    if (value === undefined) continue;
    fields.push(`${JSON.stringify(name)}:${Array.isArray(value) ? await listText(value) : JSON.stringify(value)}`);
  }
  return `{${fields.join(',')}}`;
}

async function listText(items: readonly unknown[]): Promise<string> {
  const parts: string[] = [];
  for (let start = 0; start < items.length; start += ITEMS_AT_ONCE) {
    if (start > 0) await nextTurn();
    parts.push(JSON.stringify(items.slice(start, start + ITEMS_AT_ONCE)).slice(1, -1));
  }
  return `[${parts.join(',')}]`;
}
