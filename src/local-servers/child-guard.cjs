'use strict';
/**
 * Runs one server and outlives its parent just long enough to stop it properly: `node child-guard.cjs <specification>`.
 * Standard input is a pipe held open by the parent. When the parent ends it, or dies in any way (kill -9 too), the pipe closes and
 * the child gets its stop signal, then SIGKILL after the limit. Reports on standard output: `{"pid":1}`, then `{"code":0,"signal":null}`.
 */
const { spawn } = require('node:child_process');
const fs = require('node:fs');

const specification = JSON.parse(process.argv[2]);
let killTimer;

process.stdout.on('error', ignoreLostParent);
process.stdin.on('error', stop);
process.stdin.on('end', stop);
process.stdin.on('close', stop);
process.stdin.resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop);

const log = fs.openSync(specification.logFile, 'a', 0o600);
const child = spawn(specification.command, specification.args, {
  cwd: specification.cwd,
  stdio: ['ignore', log, log],
  ...(specification.user === undefined ? {} : { uid: specification.user.uid, gid: specification.user.gid }),
});

child.on('spawn', () => report({ pid: child.pid }));
child.on('error', (error) => finish({ code: null, signal: null, error: error.message }));
child.on('exit', (code, signal) => finish({ code, signal }));

function stop() {
  if (killTimer !== undefined) return;
  child.kill(specification.stopSignal);
  killTimer = setTimeout(() => child.kill('SIGKILL'), specification.stopLimitMs);
}

function finish(result) {
  clearTimeout(killTimer);
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

function report(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** The parent may be gone while its child is being stopped: nobody is left to report to, and that is fine. */
function ignoreLostParent() {
  if (child.exitCode !== null || child.signalCode !== null) process.exit(0);
}
