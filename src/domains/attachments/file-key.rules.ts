/** Where the file of an attachment is in the file store. */

/** Everything that is an attachment's. */
export const ATTACHMENTS = 'attachments/';

/** The key of one file. */
export function fileKeyOf({ organizationId, id }: { organizationId: string; id: string }): string {
  return `${ATTACHMENTS}${organizationId}/${id}`;
}

/** Whose file it is; null for a key that is not an attachment's. */
export function ownerOfKey(key: string): { organizationId: string; id: string } | null {
  const [, organizationId, id] = /^attachments\/([0-9a-f-]{36})\/([0-9a-f-]{36})$/.exec(key) ?? [];
  return organizationId === undefined || id === undefined ? null : { organizationId, id };
}
