/** What is a time zone: a name of the IANA database that this Node.js knows. */

/** Names alone, no offsets such as `+02:00`: an offset has no summer time. @example isTimeZone('Europe/Paris') === true */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // RangeError, the only thing it throws for a string
  }
}
