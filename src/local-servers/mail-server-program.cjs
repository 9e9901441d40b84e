'use strict';
/**
 * A mail server for drills: `node mail-server-program.cjs PORT FOLDER`. What it takes is a file before it says so, so that a `kill -9` at any
 * moment leaves what was taken. The name of a file begins with the milliseconds when it was whole. No TLS, no passwords, 127.0.0.1.
 */
const fs = require('node:fs');
const path = require('node:path');
const { SMTPServer } = require('smtp-server');

const [port, folder] = process.argv.slice(2);
let taken = 0;

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, _session, done) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      taken += 1;
      const name = `${Date.now()}-${process.pid}-${taken}`;
      const draft = path.join(folder, `${name}.draft`);
      fs.writeFileSync(draft, Buffer.concat(parts));
      fs.renameSync(draft, path.join(folder, `${name}.eml`));
      done();
    });
  },
});
server.on('error', (error) => {
  // A client that was killed breaks its connection off; only a server that can't listen is at an end.
  if (error.syscall === 'listen') throw error;
});
server.listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
