/** Where the API stands: the one place that says so. */

/** What every path of the API begins with. */
export const API_BASE = '/api/v1';

/** A path of the API as clients ask for it. @example apiPath('/people/7') === '/api/v1/people/7' */
export function apiPath(path: string): string {
  return API_BASE + path;
}

/** The header that tells where something is. @example locatedAt('/people/7') is { Location: '/api/v1/people/7' } */
export function locatedAt(path: string): { Location: string } {
  return { Location: apiPath(path) };
}
