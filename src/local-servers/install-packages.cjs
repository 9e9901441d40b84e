'use strict';
/** `npm ci` for the launcher, with the reason of a failure as one sentence. Uses no package: there is none yet. */
const { spawn } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const STAMP = path.join('node_modules', '.plan-charge-install');

/** Identifies what should be installed: the lock file, for this platform. */
function lockDigest(root) {
  const hash = createHash('sha256').update(fs.readFileSync(path.join(root, 'package-lock.json')));
  return hash.update(`${process.platform}-${process.arch}`).digest('hex');
}

/** Identifies what we installed last; undefined when somebody else did, or nobody. */
function readStamp(root) {
  const file = path.join(root, STAMP);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

/** Installs exactly the lock file, development packages too whatever NODE_ENV says, then notes that it did. */
async function installPackages(root, ErrorClass) {
  process.stdout.write('Installing the packages of package-lock.json (once; about a minute) …\n');
  const began = Date.now();
  const { code, output } = await runNpm(root, ErrorClass);
  if (code !== 0) throw new ErrorClass(explain(output, code));
  fs.writeFileSync(path.join(root, STAMP), lockDigest(root));
  process.stdout.write(`Installed in ${((Date.now() - began) / 1000).toFixed(0)} s.\n`);
}

function runNpm(root, ErrorClass) {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  // Under `npm start` the very npm that runs us; else the one on PATH.
  const own = process.env.npm_execpath;
  const viaNode = own !== undefined && /npm-cli\.(c?js)$/.test(own);
  const [command, first] = viaNode ? [process.execPath, [own]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      reject(error.code === 'ENOENT' ? new ErrorClass('npm is not on PATH; it comes with Node.') : error);
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => {
        output = 'interrupted';
        child.kill(signal);
      });
    }
    child.on('close', (code) => {
      resolve({ code, output });
    });
  });
}

function explain(output, code) {
  if (output === 'interrupted') return 'The installation was interrupted; the next start installs again.';
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network (request|timeout)|UNABLE_TO_GET/i.test(
      output,
    )
  ) {
    return "The npm registry can't be reached, so the packages can't be installed; connect once, or set npm's registry to one that you reach.";
  }
  if (/\bE(401|403|404)\b/.test(output)) {
    return `The npm registry refused a package (${(/\bE(401|403|404)\b[^\n]*/.exec(output) || [''])[0].trim()}); check npm's registry and login.`;
  }
  if (/ENOSPC/.test(output)) return 'The disk is full: the packages need about 800 MB.';
  if (/EACCES|EPERM|EROFS/.test(output))
    return `The project folder is not writable for this user, so the packages can't be installed.`;
  return `npm ci failed (exit code ${String(code)}):\n${output.trim().split('\n').slice(-15).join('\n')}`;
}

module.exports = { installPackages, lockDigest, readStamp };
