/** A reason why the local servers can't run, as one sentence a stranger can act on; printed without a stack. */
export class LocalServerError extends Error {
  override readonly name = 'LocalServerError';
}

/**
 * True when an operating system error carries this code, e.g. `hasCode(error, 'ENOENT')`. Judged by the code alone: errors of
 * Node itself are not `instanceof` the `Error` of a Jest sandbox.
 */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return typeof error.code === 'string' && codes.includes(error.code);
}
