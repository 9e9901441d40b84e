'use strict';
/**
 * The launcher behind every `npm run`: `node src/launch.cjs start|test|WORD [arguments]`. Uses no package, so it works on a fresh clone:
 * checks Node, installs from the lock file when needed, then runs the program of that word and ends with its exit code.
 */
const path = require('path');

const ROOT = path.join(__dirname, '..');
const HOME_LOCK_FOLDER = path.join(ROOT, '.plan-charge');

/** Word -> file. Words of a running system get the addresses of the servers of `npm start`, unless variables give others. */
const PROGRAMS = {
  start: { file: 'src/main-all.ts' },
  api: { file: 'src/main-api.ts', joinsRunning: true },
  worker: { file: 'src/main-worker.ts', joinsRunning: true },
  schedules: { file: 'src/main-schedules.ts', joinsRunning: true },
  migrate: { file: 'src/main-migrate.ts', joinsRunning: true },
  'migrate:make': { file: 'src/main-migrate-make.ts' },
  'db:reset': { file: 'src/main-db-reset.ts', joinsRunning: true },
  seed: { file: 'src/main-seed.ts', joinsRunning: true },
  found: { file: 'src/main-found.ts', joinsRunning: true },
  openapi: { file: 'src/main-openapi.ts' },
  fakes: { file: 'src/main-fake-providers.ts' },
  'check:providers': { file: 'src/main-check-providers.ts' },
  permissions: { file: 'src/main-permissions.ts' },
  'secrets:reencrypt': { file: 'src/main-secrets.ts', joinsRunning: true },
  tour: { file: 'src/main-tour.ts', joinsRunning: true },
  drill: { file: 'src/main-drill.ts' },
  bench: { file: 'src/main-bench.ts' },
  'evaluate:matching': { file: 'src/main-evaluate-matching.ts' },
  oracle: { file: 'tests/load/oracle.ts' },
  test: { file: 'node_modules/jest/bin/jest.js' },
};

class LaunchError extends Error {}

main(process.argv[2], process.argv.slice(3)).catch((error) => {
  process.stderr.write(`${error instanceof LaunchError ? error.message : String(error.stack)}\n`);
  process.exit(1);
});

async function main(word, args) {
  checkNode();
  const program = Object.prototype.hasOwnProperty.call(PROGRAMS, String(word)) ? PROGRAMS[word] : undefined;
  if (program === undefined) {
    throw new LaunchError(`Unknown word ${JSON.stringify(word)}; one of: ${Object.keys(PROGRAMS).join(', ')}.`);
  }
  assertOwnPackages();
  await installIfNeeded();
  if (!require('fs').existsSync(path.join(ROOT, program.file))) {
    throw new LaunchError(`\`${word}\` is not there yet: ${program.file} does not exist in this version.`);
  }
  const environment = program.joinsRunning ? withRunningServers(process.env) : process.env;
  runProgram(
    word,
    [...(word === 'test' ? [] : ['--import', 'tsx']), path.join(ROOT, program.file), ...args],
    environment,
  );
}

/** Only what an old Node understands may be used up to here. */
function checkNode() {
  const wanted = /(\d+)\.(\d+)/.exec(require(path.join(ROOT, 'package.json')).engines.node).map(Number);
  const have = process.versions.node.split('.').map(Number);
  if (have[0] > wanted[1] || (have[0] === wanted[1] && have[1] >= wanted[2])) return;
  throw new LaunchError(
    `Plan Charge needs Node ${wanted[0]} or newer; this is Node ${process.versions.node} (${process.execPath}). Install a newer one, for example with nvm install ${wanted[1]}.`,
  );
}

/**
 * Packages find each other from where they really lie, so behind a link they are those of another project: another version than
 * ours of what the two lock files do not agree on, and an install here would change them over there.
 */
function assertOwnPackages() {
  const fs = require('fs');
  const folder = path.join(ROOT, 'node_modules');
  const found = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined || !found.isSymbolicLink()) return;
  const other = path.resolve(ROOT, fs.readlinkSync(folder), '..');
  const lockOf = (root) => fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  if (fs.existsSync(path.join(other, 'package-lock.json')) && lockOf(other) === lockOf(ROOT)) return;
  throw new LaunchError(
    `node_modules is a link into ${other}, whose package-lock.json is not the one of this project. Remove the link (rm ${folder}) and start again: the packages are then installed here.`,
  );
}

async function installIfNeeded() {
  if (isInstalled()) return;
  const fs = require('fs');
  const { tryLock } = require('./local-servers/file-lock.cjs');
  try {
    fs.mkdirSync(HOME_LOCK_FOLDER, { recursive: true });
  } catch (error) {
    throw new LaunchError(
      `The project folder ${ROOT} is not writable for this user (${error.code}), so nothing can be installed.`,
    );
  }
  let told = false;
  for (;;) {
    const lock = tryLock(path.join(HOME_LOCK_FOLDER, 'install.lock'));
    if (lock.taken) {
      try {
        if (!isInstalled()) await require('./local-servers/install-packages.cjs').installPackages(ROOT, LaunchError);
        return;
      } finally {
        lock.release();
      }
    }
    if (!told)
      process.stdout.write(`Another start (pid ${lock.holder.pid}) is installing the packages; waiting for it …\n`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** npm writes `node_modules/.package-lock.json` last, so an interrupted install does not count. */
function isInstalled() {
  const { lockDigest, readStamp } = require('./local-servers/install-packages.cjs');
  const fs = require('fs');
  const done = fs.statSync(path.join(ROOT, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  if (done === undefined) return false;
  const lock = fs.statSync(path.join(ROOT, 'package-lock.json'));
  return readStamp(ROOT) === lockDigest(ROOT) || done.mtimeMs >= lock.mtimeMs;
}

/** The addresses that a running `npm start` wrote down; a variable that is set always wins. */
function withRunningServers(environment) {
  const fs = require('fs');
  const home = path.resolve(environment.PLAN_CHARGE_HOME || path.join(ROOT, '.plan-charge'));
  const { readHolder } = require('./local-servers/file-lock.cjs');
  const holder = readHolder(path.join(home, 'run.lock'));
  const file = path.join(home, 'running.json');
  if (environment.DATABASE_URL || holder === undefined || !fs.existsSync(file)) return environment;
  process.stderr.write(`Using the servers of the running npm start (pid ${holder.pid}).\n`);
  return { ...JSON.parse(fs.readFileSync(file, 'utf8')), ...environment };
}

function runProgram(word, args, env) {
  // The channel tells the program when this launcher is killed; tests are ended by their own pipes.
  const stdio = word === 'test' ? 'inherit' : ['inherit', 'inherit', 'inherit', 'ipc'];
  const child = require('child_process').spawn(process.execPath, args, { cwd: ROOT, env, stdio });
  let forwarded = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (forwarded) return;
      forwarded = true;
      child.kill(signal);
    });
  }
  child.on('error', (error) => {
    process.stderr.write(`${args.join(' ')} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('close', (code, signal) =>
    process.exit(signal === null ? code : 128 + require('os').constants.signals[signal]),
  );
}
