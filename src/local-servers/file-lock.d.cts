/** Who holds a lock: `start` is opaque, `since` an instant, `stopping` true once the holder has begun to shut down. */
export interface LockHolder {
  pid: number;
  start: string;
  since: string;
  stopping: boolean;
}

export interface TakenLock {
  taken: true;
  release: () => void;
  markStopping: () => void;
}

/** Says when the process began, as an opaque text; undefined when there is no such process. */
export function processStart(pid: number): string | undefined;

/** Reads the holder; undefined when nobody alive holds the lock. */
export function readHolder(path: string): LockHolder | undefined;

/** Takes the lock, or tells which living process holds it; a dead holder's lock is taken over. */
export function tryLock(path: string): TakenLock | { taken: false; holder: LockHolder };
