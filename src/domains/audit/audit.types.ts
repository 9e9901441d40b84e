/** The audit log as it is read. */
import type { IsoDate } from '../../shared/calendar-dates';

/** One change, with the record before and after it as it was stored; null where there was or is none. */
export interface AuditEvent {
  id: number;
  event: string;
  entityType: string;
  entityId: string;
  actorUserId: string | null;
  actorKind: 'user' | 'token' | 'system';
  requestId: string | null;
  workflowId: string | null;
  before: unknown;
  after: unknown;
  createdAt: Date;
}

/** What to look for; undefined = any. `from` and `to` are days in UTC, inclusive. */
export interface AuditSearch {
  entityType?: string | undefined;
  entityId?: string | undefined;
  actorUserId?: string | undefined;
  from?: IsoDate | undefined;
  to?: IsoDate | undefined;
}
