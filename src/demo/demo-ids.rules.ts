/** Ids of demo records: fixed by their name, so that documentation and bookmarks stay right after every new seed. */
import { v5 } from 'uuid';

const NAMESPACE = '6f9a3c52-57b1-4d0e-9d0c-2f4b1c6a7e10';

/** The id of a demo record. @example demoId('person', 'jane') is the same on every machine */
export function demoId(kind: string, name: string): string {
  return v5(`${kind}/${name}`, NAMESPACE);
}

/** The marker of a loaded demo: while this organisation exists, loading does nothing. */
export const DEMO_ORGANIZATION_ID = demoId('organization', 'atelier-demo');
/** A second, small organisation of the same owner, for switching. */
export const SECOND_ORGANIZATION_ID = demoId('organization', 'studio-annexe');
