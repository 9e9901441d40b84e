/**
 * Prints each failed test of Jest's JSON result with the first lines of its message, then "N passed, N failed" as the last line:
 * whoever sees only the end of a long log learns what failed. A file that could not run counts as one failed test.
 */
const { existsSync, readFileSync } = require('node:fs');
const { relative } = require('node:path');
const { stripVTControlCharacters } = require('node:util');

const LINES_OF_A_MESSAGE = 12;

const firstLines = (text) =>
  stripVTControlCharacters(text)
    .split('\n')
    .slice(0, LINES_OF_A_MESSAGE)
    .map((line) => `    ${line}`)
    .join('\n');

const file = process.argv[2];
const result = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 1, testResults: [] };

for (const suite of result.testResults.filter(({ status }) => status === 'failed')) {
  const name = relative(process.cwd(), suite.name);
  const failures = suite.assertionResults.filter(({ status }) => status === 'failed');
  for (const test of failures)
    console.log(`FAILED ${name}: ${test.fullName}\n${firstLines(test.failureMessages.join('\n'))}`);
  if (failures.length === 0) console.log(`FAILED ${name} could not run\n${firstLines(suite.message)}`);
}

const failed = result.numFailedTests + (result.numRuntimeErrorTestSuites ?? 0);
console.log(`${result.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed === 0 && result.numPassedTests > 0 ? 0 : 1;
