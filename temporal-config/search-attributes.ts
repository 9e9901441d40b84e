/** The search attributes of the namespace: one list for the dev server, the tests, the set-up job and the workflows. */
import { defineSearchAttributeKey } from '@temporalio/common';

/** The organisation a run works for, so that operators can list one customer's runs. Holds a uuid, never a name. */
export const tenantIdAttribute = defineSearchAttributeKey('TenantId', 'KEYWORD');

/** What the sync under way is doing, e.g. `applying`, so that operators can list those that wait for credentials. */
export const syncPhaseAttribute = defineSearchAttributeKey('SyncPhase', 'KEYWORD');

/** People that a recompute has done since it began to drain, so that operators see in a list how far it is. */
export const peopleDoneAttribute = defineSearchAttributeKey('PeopleDone', 'INT');

/** These and those who still wait. */
export const peopleTotalAttribute = defineSearchAttributeKey('PeopleTotal', 'INT');

/** Set by the server on a run that a schedule started: the time it was due, which may be earlier than its start. */
export const scheduledStartTimeAttribute = defineSearchAttributeKey('TemporalScheduledStartTime', 'DATETIME');

/** What must be registered in a namespace before the first start; the values are the names of `temporal operator search-attribute`. */
export const requiredSearchAttributes: Readonly<Record<string, 'Keyword' | 'Int'>> = {
  [tenantIdAttribute.name]: 'Keyword',
  [syncPhaseAttribute.name]: 'Keyword',
  [peopleDoneAttribute.name]: 'Int',
  [peopleTotalAttribute.name]: 'Int',
};
