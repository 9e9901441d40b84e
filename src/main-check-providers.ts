/**
 * `npm run check:providers -- FOLDER`: holds every kind of answer of the fakes against the vendors' whole specifications. FOLDER has
 * `payfit-partner-api.openapi.json` and `gryzzly-api.swagger.json`. Ends non-zero when an answer is not as specified.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFakes } from './fake-providers/check-fakes';
import { Specification } from './fake-providers/specification';
import { fakeSizes, startFakeProviders } from './fake-providers/start-fake-providers';

async function main(): Promise<void> {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('Name the folder of the specifications: npm run check:providers -- FOLDER');
  const specifications = {
    payfit: read(join(folder, 'payfit-partner-api.openapi.json')),
    gryzzly: read(join(folder, 'gryzzly-api.swagger.json')),
  };
  let failed = false;
  for (const size of fakeSizes) {
    const fakes = await startFakeProviders({ size });
    const { answers, rows, problems } = await checkFakes(fakes, specifications);
    await fakes.close();
    process.stdout.write(
      `${String(size)} people: ${String(answers)} answers, ${String(rows)} rows, ${String(problems.length)} problems\n`,
    );
    for (const problem of problems) process.stdout.write(`  ${problem}\n`);
    failed ||= problems.length > 0;
  }
  process.exitCode = failed ? 1 : 0;
}

function read(path: string): Specification {
  return new Specification(JSON.parse(readFileSync(path, 'utf8')) as ConstructorParameters<typeof Specification>[0]);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
