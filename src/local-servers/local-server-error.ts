/** A reason why the local servers can't run, as one sentence a stranger can act on; printed without a stack. */
export class LocalServerError extends Error {
  override readonly name = 'LocalServerError';
}

/** True when an operating system error carries this code, e.g. `hasCode(error, 'ENOENT')`. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
