/** Prints "N passed, N failed" from Jest's JSON result; a file that could not run counts as one failed test. */
const { existsSync, readFileSync } = require('node:fs');

const file = process.argv[2];
const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { numPassedTests: 0, numFailedTests: 1 };
const failed = result.numFailedTests + (result.numRuntimeErrorTestSuites ?? 0);
console.log(`${result.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed === 0 && result.numPassedTests > 0 ? 0 : 1;
