/** Hours as they travel (decimals with at most two places) and minutes as they are kept. */

/** Half a minute goes up, once, here (READINGS 1). @example minutesOfHours(7.33) === 440 */
export function minutesOfHours(value: number): number {
  return Math.floor((Math.round(value * 100) * 60 + 50) / 100);
}

/** @example hoursOfMinutes(440) === 7.33 */
export function hoursOfMinutes(minutes: number): number {
  return Math.round((minutes * 100) / 60) / 100;
}
