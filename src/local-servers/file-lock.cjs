'use strict';
/**
 * A lock file that names its holder, shared by the launcher (which may not use any package) and the local servers.
 * The holder is a pid plus that process's start time, so a pid used again by another program is no false alarm.
 */
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');

/** Says when the process began, as an opaque text; undefined when there is no such process. */
function processStart(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = fs.readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    } catch {
      return undefined; // gone
    }
  }
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined; // ps answers 1 for an unknown pid
  }
}

/** Reads the holder; undefined when nobody alive holds the lock. */
function readHolder(path) {
  let holder;
  try {
    holder = JSON.parse(fs.readFileSync(path, 'utf8'));
  } catch {
    return undefined; // absent, or torn by a crash of the machine
  }
  return processStart(holder.pid) === holder.start ? holder : undefined;
}

/** Takes the lock: `{ taken: true, release, markStopping }`, or `{ taken: false, holder }` while a living process holds it. */
function tryLock(path) {
  const mine = { pid: process.pid, start: processStart(process.pid), since: new Date().toISOString(), stopping: false };
  const draft = `${path}.${String(process.pid)}`;
  try {
    for (;;) {
      fs.writeFileSync(draft, JSON.stringify(mine), { mode: 0o644 });
      try {
        fs.linkSync(draft, path); // creates the name with its content in one step
        return { taken: true, ...handle(path, mine) };
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = readHolder(path);
      if (holder !== undefined) return { taken: false, holder };
      removeStale(path);
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** Moves a dead holder's file away; puts it back when another taker was quicker and the file is alive after all. */
function removeStale(path) {
  const aside = `${path}.stale.${String(process.pid)}`;
  try {
    fs.renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (readHolder(aside) !== undefined) fs.renameSync(aside, path);
  else fs.rmSync(aside, { force: true });
}

function handle(path, mine) {
  const isMine = () => {
    const holder = readHolder(path);
    return holder !== undefined && holder.pid === mine.pid;
  };
  return {
    release: () => {
      if (isMine()) fs.rmSync(path, { force: true });
    },
    markStopping: () => {
      if (!isMine()) return;
      const draft = `${path}.${String(process.pid)}`;
      fs.writeFileSync(draft, JSON.stringify({ ...mine, stopping: true }));
      fs.renameSync(draft, path);
    },
  };
}

module.exports = { processStart, readHolder, tryLock };
