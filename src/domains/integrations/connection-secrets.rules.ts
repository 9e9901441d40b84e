/** What a stored secret of a connection belongs to: its ciphertext opens nowhere else. */

/** The secrets of a connection, by the column each is in. */
export type ConnectionSecret = 'credentials' | 'webhook_secret';

/** The authenticated context of a ciphertext. @example `{organization}/{connection}/credentials` */
export function secretContext(organizationId: string, connectionId: string, secret: ConnectionSecret): string {
  return `${organizationId}/${connectionId}/${secret}`;
}

/** The columns of ciphertexts, with the same context as SQL. */
export const connectionSecretColumns = (['credentials', 'webhook_secret'] as const).map((column) => ({
  table: 'connections',
  column,
  context: `organization_id || '/' || id || '/${column}'`,
}));
