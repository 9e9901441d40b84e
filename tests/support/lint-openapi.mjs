/** Reads an OpenAPI document on standard input and prints what Redocly's recommended rules say, as JSON. A program of its own, since the linter is ESM only and Jest is not. */
import { createConfig, lintFromString } from '@redocly/openapi-core';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const config = await createConfig({ extends: ['recommended'] });
const source = Buffer.concat(chunks).toString('utf8');
const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
process.stdout.write(
  JSON.stringify(
    problems.map(({ ruleId, message, severity, location }) => ({
      ruleId,
      message,
      severity,
      at: location[0]?.pointer,
    })),
  ),
);
