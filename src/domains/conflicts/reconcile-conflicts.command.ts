/** Brings the conflicts on record in line with what the rules find now. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { newId } from '../../shared/ids';
import { describe, isWorse, toConflict, toStoredConflict } from './conflict-records.rules';
import { pairConflicts } from './conflict-pairing.rules';
import { ConflictRepository } from './conflicts.repository';
import type { Conflict, ConflictRecord, DetectedConflict, PairedConflict } from './conflicts.types';

/** How new and worse conflicts are to be stored. */
export interface Acceptance {
  reason: string;
}

/** What changed on record. `worse` are the ones a write with `on_conflict=reject` must not cause. */
export interface ConflictChanges {
  opened: Conflict[];
  changed: Conflict[];
  closed: Conflict[];
  worse: Conflict[];
}

/**
 * Pairs stored with detected conflicts of these people (READINGS 31), writes the difference and emits its events.
 * `detected` must be complete for the people: what is on record and not among it is closed. Idempotent.
 */
export async function reconcileConflicts(
  uow: UnitOfWork,
  people: { personIds: readonly string[]; detected: readonly DetectedConflict[] },
  acceptance: Acceptance | null,
): Promise<ConflictChanges> {
  const repository = new ConflictRepository(uow.trx, uow.organizationId);
  const records = new Map((await repository.unresolved(people.personIds)).map((record) => [record.id, record]));
  const pairing = pairConflicts([...records.values()].map(toStoredConflict), people.detected);
  const writer = new ConflictWriter(uow, { repository, records, acceptance });

  const opened = await writer.open(pairing.opened);
  const moved = [...pairing.changed, ...pairing.reopened];
  const changed: Conflict[] = [];
  for (const pair of moved) changed.push(await writer.change(pair, pairing.reopened.includes(pair)));
  const closed: Conflict[] = [];
  for (const stored of pairing.closed) closed.push(await writer.close(stored.id));
  const worse = changed.filter((_, index) => {
    const pair = moved[index];
    return pair !== undefined && isWorse(pair.before, pair.conflict);
  });
  return { opened, changed, closed, worse: [...opened, ...worse] };
}

class ConflictWriter {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly state: {
      repository: ConflictRepository;
      records: Map<string, ConflictRecord>;
      acceptance: Acceptance | null;
    },
  ) {}

  async open(conflicts: readonly DetectedConflict[]): Promise<Conflict[]> {
    const rows = conflicts.map((conflict) => ({
      id: newId(),
      personId: conflict.personId,
      kind: conflict.kind,
      ...describe(conflict),
      ...this.#acceptanceOf(conflict),
      firstSeenAt: this.uow.now,
      resolvedAt: null,
    }));
    const stored = await this.state.repository.insertMany(rows);
    for (const record of stored) this.#emit('opened', record);
    return stored.map(toConflict);
  }

  async change(pair: PairedConflict, reopened: boolean): Promise<Conflict> {
    const record = this.#record(pair.id);
    const worse = reopened || isWorse(pair.before, pair.conflict);
    const state = worse && (reopened || this.state.acceptance !== null) ? this.#acceptanceOf(pair.conflict) : {};
    const stored = await this.state.repository.update(record, { ...describe(pair.conflict), ...state }, []);
    this.#emit(reopened ? 'reopened' : 'changed', stored);
    return toConflict(stored);
  }

  async close(id: string): Promise<Conflict> {
    const stored = await this.state.repository.update(
      this.#record(id),
      { state: 'resolved', resolvedAt: this.uow.now },
      [],
    );
    this.#emit('resolved', stored);
    return toConflict(stored);
  }

  #acceptanceOf(
    conflict: DetectedConflict,
  ): Pick<ConflictRecord, 'state' | 'acceptedBy' | 'acceptedAt' | 'acceptedDays' | 'acceptedCauses' | 'reason'> {
    if (this.state.acceptance === null) {
      return {
        state: 'open',
        acceptedBy: null,
        acceptedAt: null,
        acceptedDays: null,
        acceptedCauses: null,
        reason: null,
      };
    }
    const { days, causes } = describe(conflict);
    return {
      state: 'accepted',
      acceptedBy: this.uow.actor.userId,
      acceptedAt: this.uow.now,
      acceptedDays: days,
      acceptedCauses: causes,
      reason: this.state.acceptance.reason,
    };
  }

  #record(id: string): ConflictRecord {
    const record = this.state.records.get(id);
    if (record === undefined) throw new Error(`conflict ${id} was paired but not read`);
    return record;
  }

  #emit(verb: 'opened' | 'changed' | 'reopened' | 'resolved', record: ConflictRecord): void {
    this.uow.emit({ type: `conflict.${verb}`, entityType: 'conflict', entityId: record.id, version: record.version });
  }
}
