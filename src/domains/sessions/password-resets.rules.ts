/** Links for forgotten passwords: pure. */

/** A link opens for this long after its mail was written. */
export const RESET_LIFETIME_MS = 30 * 60_000;
/** A request that nothing could be sent for by then is forgotten: whoever asked has long asked again. */
export const REQUEST_LIFETIME_MS = 24 * 3_600_000;

/** What the token of a request is derived from. */
export function resetSubject(resetId: string): string {
  return `password-reset/${resetId}`;
}

/** The link of a token. */
export function resetUrl(appUrl: string, token: string): string {
  return `${appUrl}/reset-password?token=${token}`;
}
