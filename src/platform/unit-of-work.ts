/**
 * One transaction, one organisation: whatever a command changes, its audit entries and its events are committed together
 * or not at all. A dry run is the same code rolled back, so its answer equals the real one by construction.
 */
import type { Actor } from '../access/actor';
import { DomainError } from '../shared/domain-error';
import { isUuid } from '../shared/ids';
import type { Database, Transaction } from './database';
import { isRetryable, isUnavailable, toDomainError } from './database-errors';
import { TRAVELS_ALONG } from './joined-begin';
import { storeAuditAndEvents } from './store-audit-and-events';
import { ATTEMPTS_AT_RACES, lostARace, waitForTurn } from './lost-races';

/** What was changed, for the audit log. `before`/`after` are plain records; null where there was or is none. */
export interface AuditEntry {
  event: string;
  entityType: string;
  entityId: string;
  before: object | null;
  after: object | null;
}

/** A domain event for the outbox, e.g. `{ type: 'allocation.created', entityType: 'allocation', entityId, version: 1 }`. */
export interface DomainEvent {
  type: string;
  entityType: string;
  entityId: string;
  version: number;
  /** Wakes the relay at the commit instead of at its next look. PostgreSQL lets such commits pass one at a time, so only where it helps. */
  urgent?: true;
}

/**
 * What the caller brings: who acts is found inside the transaction, so that a removed member is refused at once. It starts
 * bound to `organizationId`; `resolveActor` may bind it to another organisation of the same user, where the actor then is.
 */
export interface UnitOfWorkRequest {
  organizationId: string;
  resolveActor: (trx: Transaction) => Promise<Actor>;
  now: Date;
  requestId?: string;
  workflowId?: string;
  /** `If-Match` as sent; null = none. */
  ifMatch?: string | null;
  correlation?: Record<string, string>;
}

export class UnitOfWork {
  readonly #audit: AuditEntry[] = [];
  readonly #events: DomainEvent[] = [];
  #rolledBack = false;
  /** True once somebody asked for the time: what was made since may be wrong later without any change. */
  hasToldTime = false;

  constructor(
    readonly trx: Transaction,
    readonly actor: Actor,
    readonly request: UnitOfWorkRequest,
  ) {}

  get organizationId(): string {
    return this.actor.organizationId;
  }

  get now(): Date {
    this.hasToldTime = true;
    return this.request.now;
  }

  /** True once `discard()` was called: nothing of this unit of work will be committed. */
  get isDryRun(): boolean {
    return this.#rolledBack;
  }

  /** Makes this a dry run: the work goes on as usual and is rolled back at the end. */
  discard(): void {
    this.#rolledBack = true;
  }

  /** Adds an entry to the audit log, written in this transaction. */
  audit(entry: AuditEntry): void {
    this.#audit.push(entry);
  }

  /** Adds an event to the outbox, written in this transaction and relayed after the commit. */
  emit(event: DomainEvent): void {
    this.#events.push(event);
  }

  /**
   * Checks the caller's `If-Match` against the record about to change.
   * @throws DomainError stale_version
   */
  checkMatch(version: number): void {
    const { ifMatch } = this.request;
    if (ifMatch === undefined || ifMatch === null || ifMatch.trim() === '*') return;
    const tags = ifMatch.split(',').map((tag) => tag.trim());
    if (!tags.includes(`"${String(version)}"`)) {
      throw new DomainError('stale_version', 'The record has changed since it was read.', { current_version: version });
    }
  }

  /**
   * Runs `work` so that its refusal leaves no trace: rows, audit entries and events of it are gone, and the transaction goes
   * on. Locks it took are given back too, so take those that must stay before. @throws what `work` threw
   */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const [entries, events] = [this.#audit.length, this.#events.length];
    await this.trx.raw('savepoint attempt');
    try {
      const result = await work();
      await this.trx.raw('release savepoint attempt');
      return result;
    } catch (error) {
      await this.trx.raw('rollback to savepoint attempt; release savepoint attempt');
      this.#audit.length = entries;
      this.#events.length = events;
      throw error;
    }
  }

  /** Writes the collected audit entries and events; called once, by `runInOrganization`. */
  async flush(): Promise<void> {
    const audit = this.#audit.map((entry) => this.#auditRow(entry));
    const events = this.#events.map((event) => this.#eventRow(event));
    await storeAuditAndEvents(this.trx, audit, events);
    if (this.#events.some((event) => event.urgent)) await this.trx.raw('notify outbox');
  }

  #auditRow(entry: AuditEntry): object {
    return {
      organization_id: this.organizationId,
      event: entry.event,
      entity_type: entry.entityType,
      entity_id: entry.entityId,
      actor_user_id: this.actor.userId,
      actor_kind: this.actor.kind,
      request_id: this.request.requestId ?? null,
      workflow_id: this.request.workflowId ?? null,
      before: entry.before === null ? null : JSON.stringify(entry.before),
      after: entry.after === null ? null : JSON.stringify(entry.after),
    };
  }

  #eventRow(event: DomainEvent): object {
    return {
      organization_id: this.organizationId,
      event_type: event.type,
      entity_type: event.entityType,
      entity_id: event.entityId,
      entity_version: event.version,
      actor_user_id: this.actor.userId,
      request_id: this.request.requestId ?? null,
      correlation: JSON.stringify(this.request.correlation ?? {}),
    };
  }
}

const ATTEMPTS = 4;

/**
 * Runs `work` in one transaction bound to one organisation and commits it, or rolls it back when it throws or discards.
 * A deadlock, a serialization failure or a lost race without `If-Match` runs the whole of it again, so `work` must not act outside
 * `trx`. Who lost a race waits for their turn among the losers of the organisation before they read again.
 * @throws DomainError what the work threw, or `duplicate`, `overlapping_span`, `dependency_unavailable` from the database
 */
export async function runInOrganization<T>(
  database: Database,
  request: UnitOfWorkRequest,
  work: (uow: UnitOfWork) => Promise<T>,
): Promise<T> {
  let races = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(database, request, { work, inTurn: races > 0 });
    } catch (error) {
      const hasLost = lostARace(error, request.ifMatch);
      if (hasLost) races += 1;
      const isWorthIt = hasLost ? races < ATTEMPTS_AT_RACES : isRetryable(error) && attempt - races < ATTEMPTS;
      if (!isWorthIt) throw toDomainError(error);
    }
  }
}

/** Who may look across organisations; nobody else. */
export type SystemScopeReason = 'login' | 'relay' | 'reconciler' | 'mail' | 'founding';

/**
 * Runs `work` with every organisation's rows of the few tables of the system scope in reach. For login, the outbox relay
 * and the reconciler only; `reason` says which and shows in `pg_stat_activity`.
 */
export async function runInSystemScope<T>(
  database: Database,
  reason: SystemScopeReason,
  work: (trx: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await database.transaction(async (trx) => {
      await enterSystemScope(trx, reason);
      return work(trx);
    });
  } catch (error) {
    throw toDomainError(error);
  }
}

/** Opens the system scope for the rest of this transaction. */
export async function enterSystemScope(trx: Transaction, reason: SystemScopeReason): Promise<void> {
  const name = `plan-charge ${reason}`;
  await trx.raw(`select set_config('app.system_scope', 'on', true), set_config('application_name', '${name}', true)`);
}

/** Binds the transaction to one organisation for row-level security; `runInSystemScope` work may narrow itself with it. */
export async function bindOrganization(trx: Transaction, organizationId: string): Promise<void> {
  if (!isUuid(organizationId)) throw new Error('an organisation id must be a uuid');
  await trx.raw(`select set_config('app.organization_id', '${organizationId}', true)`).options(TRAVELS_ALONG);
}

async function runOnce<T>(
  database: Database,
  request: UnitOfWorkRequest,
  { work, inTurn }: { work: (uow: UnitOfWork) => Promise<T>; inTurn: boolean },
): Promise<T> {
  const trx = await database.transaction();
  try {
    await bindOrganization(trx, request.organizationId);
    if (inTurn) await waitForTurn(trx, request.organizationId);
    const uow = new UnitOfWork(trx, await request.resolveActor(trx), request);
    const result = await work(uow);
    await uow.flush();
    await (uow.isDryRun ? trx.rollback() : trx.commit());
    await trx.executionPromise; // Knex's commit() itself ends well even when COMMIT has failed
    return result;
  } catch (error) {
    throw await rollBack(trx, error);
  }
}

/**
 * Rolls back and answers why. Where BEGIN or COMMIT failed, Knex tells why by `executionPromise` only. On a broken
 * connection the rollback fails too: PostgreSQL has then done it by itself.
 */
async function rollBack(trx: Transaction, reason: unknown): Promise<unknown> {
  try {
    await (trx.isCompleted() ? trx.executionPromise : trx.rollback(reason));
    return reason;
  } catch (failure) {
    return isUnavailable(failure) ? failure : reason;
  }
}
