/** `npm run migrate:make -- NAME`: an empty migration with the next number. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(__dirname, '../migrations');
const NAME = /^[a-z][a-z0-9_]{2,60}$/;

const TEMPLATE = `/**
 * What changes, and why. Lock: which table is locked how long. Rollback: what \`down\` loses.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('select 1');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('select 1');
}
`;

const name = process.argv[2] ?? '';
if (NAME.test(name)) {
  const numbers = readdirSync(FOLDER).map((file) => Number(file.slice(0, 4)));
  const next = Math.max(0, ...numbers.filter((number) => Number.isInteger(number))) + 1;
  const file = join(FOLDER, `${String(next).padStart(4, '0')}_${name}.ts`);
  writeFileSync(file, TEMPLATE, { flag: 'wx' });
  process.stdout.write(`Wrote ${file}.\n`);
} else {
  process.stderr.write('Name the migration in snake_case: npm run migrate:make -- add_work_patterns\n');
  process.exitCode = 1;
}
