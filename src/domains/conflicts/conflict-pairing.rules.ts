/**
 * Keeps the identity of conflicts while they move, grow and shrink (READINGS 31). Example: a conflict of Mon-Wed caused by
 * allocation A, found again on Tue-Thu and caused by A and B, keeps its id; accepted before, it is open again, for B joined.
 */
import type { ConflictPairing, DetectedConflict, PairedConflict, StoredConflict } from './conflicts.types';

/**
 * What to write so that the stored unresolved conflicts become the detected ones. Conflicts are paired within one person
 * and kind by most shared causes, then most shared days, then earliest start; a pair shares at least a cause or a day.
 */
export function pairConflicts(
  stored: readonly StoredConflict[],
  detected: readonly DetectedConflict[],
): ConflictPairing {
  const candidates = stored.flatMap((before) => candidatesOf(before, detected));
  const pairedOld = new Set<StoredConflict>();
  const pairedNew = new Set<DetectedConflict>();
  const pairing: ConflictPairing = { opened: [], changed: [], unchanged: [], closed: [], reopened: [] };
  for (const { before, conflict } of candidates.sort(byLikeness)) {
    if (pairedOld.has(before) || pairedNew.has(conflict)) continue;
    pairedOld.add(before);
    pairedNew.add(conflict);
    const paired = { id: before.id, before, conflict };
    pairing[fateOf(paired)].push(paired);
  }
  pairing.closed = stored.filter((before) => !pairedOld.has(before));
  pairing.opened = detected.filter((conflict) => !pairedNew.has(conflict));
  for (const fate of ['changed', 'unchanged', 'reopened'] as const) pairing[fate].sort(byPlace);
  return pairing;
}

/**
 * True while no day exceeds what was accepted of it, no new day appears and no cause joins. A day that was not accepted
 * exceeds, even with 0 minutes.
 */
export function staysAccepted(accepted: NonNullable<StoredConflict['accepted']>, conflict: DetectedConflict): boolean {
  const minutesByDay = new Map(accepted.days.map(({ day, minutesOver }) => [day, minutesOver]));
  const causes = new Set(accepted.causes.map(causeKey));
  return (
    conflict.days.every(({ day, minutesOver }) => minutesOver <= (minutesByDay.get(day) ?? -1)) &&
    conflict.causes.every((cause) => causes.has(causeKey(cause)))
  );
}

interface Candidate {
  before: StoredConflict;
  conflict: DetectedConflict;
  sharedCauses: number;
  sharedDays: number;
}

function candidatesOf(before: StoredConflict, detected: readonly DetectedConflict[]): Candidate[] {
  const causes = new Set(before.causes.map(causeKey));
  const days = new Set(before.days.map(({ day }) => day));
  const candidates: Candidate[] = [];
  for (const conflict of detected) {
    if (before.personId !== conflict.personId || before.kind !== conflict.kind) continue;
    const sharedCauses = conflict.causes.filter((cause) => causes.has(causeKey(cause))).length;
    const sharedDays = conflict.days.filter(({ day }) => days.has(day)).length;
    if (sharedCauses + sharedDays > 0) candidates.push({ before, conflict, sharedCauses, sharedDays });
  }
  return candidates;
}

function byLikeness(a: Candidate, b: Candidate): number {
  return (
    b.sharedCauses - a.sharedCauses ||
    b.sharedDays - a.sharedDays ||
    a.before.startDay - b.before.startDay ||
    a.conflict.startDay - b.conflict.startDay
  );
}

function fateOf({ before, conflict }: PairedConflict): 'changed' | 'unchanged' | 'reopened' {
  if (before.state === 'accepted' && (before.accepted === null || !staysAccepted(before.accepted, conflict))) {
    return 'reopened';
  }
  return sameContent(before, conflict) ? 'unchanged' : 'changed';
}

function sameContent(before: StoredConflict, conflict: DetectedConflict): boolean {
  if (before.days.length !== conflict.days.length || before.causes.length !== conflict.causes.length) return false;
  const minutesByDay = new Map(before.days.map(({ day, minutesOver }) => [day, minutesOver]));
  const labels = new Map(before.causes.map((cause) => [causeKey(cause), cause.label]));
  return (
    conflict.days.every(({ day, minutesOver }) => minutesByDay.get(day) === minutesOver) &&
    conflict.causes.every((cause) => labels.get(causeKey(cause)) === cause.label)
  );
}

function causeKey({ type, id }: { type: string; id: string }): string {
  return `${type}:${id}`;
}

function byPlace(a: PairedConflict, b: PairedConflict): number {
  return a.conflict.startDay - b.conflict.startDay;
}
