/** Five fields of cron, checked before a schedule is stored: the scheduler takes the same, and would refuse them far from the caller. */

/** Lowest and highest value of each field: minute, hour, day of month, month, day of week (0 and 7 are Sunday). */
export const CRON_BOUNDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** True for lists of values, ranges and steps in numbers. @example isCron('30 5 * * 1-5') === true, isCron('61 * * * *') === false */
export function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  return (
    fields.length === CRON_BOUNDS.length && CRON_BOUNDS.every((bounds, index) => isField(fields[index] ?? '', bounds))
  );
}

function isField(field: string, bounds: readonly [number, number]): boolean {
  return field.split(',').every((part) => isPart(part, bounds));
}

function isPart(part: string, [lowest, highest]: readonly [number, number]): boolean {
  const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
  if (match === null) return false;
  const [from, to, step] = [match[1], match[2], match[3]].map((text) => (text === undefined ? null : Number(text)));
  const inside = (value: number | null | undefined): boolean =>
    value === null || value === undefined || (value >= lowest && value <= highest);
  return inside(from) && inside(to) && (to === null || (from ?? 0) <= (to ?? 0)) && step !== 0;
}
