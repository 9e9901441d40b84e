/** Remembers when an API token was used last. */
import type { ApiTokenClaims } from '../../access/api-token';
import type { Database } from '../../platform/database';
import { bindOrganization } from '../../platform/unit-of-work';
import { ApiTokenRepository } from './api-tokens.repository';

/** To the minute, in a transaction of its own: a request that is long, rolled back or dry keeps no other one waiting, and counts. */
export async function noteTokenUse(database: Database, { organizationId, tokenId }: ApiTokenClaims): Promise<void> {
  await database.transaction(async (trx) => {
    await bindOrganization(trx, organizationId);
    await new ApiTokenRepository(trx, organizationId).noteUse(tokenId);
  });
}
