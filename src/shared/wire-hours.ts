/** Hours as they travel (decimals with at most two places) and minutes as they are kept. */

/** Half a minute goes up, once, here (READINGS 1); null and undefined stay what they are. @example minutesOfHours(7.33) === 440 */
export function minutesOfHours(value: number): number;
export function minutesOfHours<Nothing extends null | undefined>(value: number | Nothing): number | Nothing;
export function minutesOfHours(value: number | null | undefined): number | null | undefined {
  if (typeof value !== 'number') return value;
  return Math.floor((Math.round(value * 100) * 60 + 50) / 100);
}

/** @example hoursOfMinutes(440) === 7.33 */
export function hoursOfMinutes(minutes: number): number {
  return Math.round((minutes * 100) / 60) / 100;
}
