/**
 * Asks for the syncs of a connection that are due; the runs themselves are `sync/{connectionId}`'s.
 * Start: the connection's schedule. Id: `sync-due/{connectionId}` plus the time it was due. Messages: none.
 * End states: Completed with how many were asked for; Failed when the database was away for five minutes, and the next one asks.
 */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import type { DueSyncsOutput } from '../../src/domains/syncs/sync.contract';
import type { ConnectionRef } from '../../src/domains/syncs/sync-steps.types';
import { housekeepingOptions } from '../../temporal-config/activity-options';

const activities = proxyActivities<Pick<Activities, 'requestDueSyncs'>>(housekeepingOptions);

/** One step. */
export async function requestDueSyncs(input: ConnectionRef): Promise<DueSyncsOutput> {
  return activities.requestDueSyncs(input);
}
