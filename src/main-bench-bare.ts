/** The baseline server of `npm run bench -- http` as a process of its own; its request comes as JSON in the first argument. */
import { startBareServer, type BareServerRequest } from './bench/bare-server';

startBareServer(JSON.parse(process.argv[2] ?? '{}') as BareServerRequest).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
