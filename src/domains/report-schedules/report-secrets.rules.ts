/** What a stored secret of a receiver belongs to: its ciphertext opens nowhere else. */

/** The authenticated context of a ciphertext. */
export function reportSecretContext(organizationId: string, recipientId: string): string {
  return `${organizationId}/${recipientId}/report`;
}

/** The column of ciphertexts, with the same context as SQL. */
export const reportSecretColumn = {
  table: 'report_secrets',
  column: 'secret',
  context: `organization_id || '/' || id || '/report'`,
};
