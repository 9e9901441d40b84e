/** Prints the line coverage of every *.rules.ts and ends non-zero if one is below the floor, or if there is none at all. */
const { readFileSync } = require('node:fs');
const { relative, resolve } = require('node:path');

const FLOOR_PERCENT = 95;
const root = resolve(__dirname, '..');
const summary = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const rows = Object.entries(summary)
  .filter(([file]) => file.endsWith('.rules.ts'))
  .map(([file, figures]) => ({ file: relative(root, file), lines: figures.lines.pct, branches: figures.branches.pct }))
  .sort((a, b) => a.lines - b.lines || a.file.localeCompare(b.file));

for (const row of rows) {
  const mark = row.lines < FLOOR_PERCENT ? 'LOW' : '   ';
  console.log(
    `${mark} ${row.lines.toFixed(1).padStart(6)} % lines ${row.branches.toFixed(1).padStart(6)} % branches  ${row.file}`,
  );
}
const low = rows.filter((row) => row.lines < FLOOR_PERCENT);
console.log(
  `${rows.length} rules files, floor ${FLOOR_PERCENT} % of lines, ${low.length} below; all of them: ${summary.total.lines.pct} % of lines`,
);
process.exitCode = rows.length === 0 || low.length > 0 ? 1 : 0;
