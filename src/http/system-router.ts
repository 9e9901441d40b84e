/** Addresses outside the API proper: liveness, readiness, metrics, the OpenAPI document and a docs page that needs no internet. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import Router from '@koa/router';
import { getAbsoluteFSPath } from 'swagger-ui-dist';
import type { Registry } from 'prom-client';
import { API_BASE } from '../shared/api-path';

/** One dependency: `required` ones make `/ready` 503 when they are away, the others only `degraded`. */
export interface DependencyCheck {
  name: string;
  required: boolean;
  check: () => Promise<void>;
}

const CHECK_LIMIT_MS = 2_000;
const SWAGGER_FILES = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png'],
]);

const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Plan Charge API</title>
    <link rel="icon" href="${API_BASE}/docs/favicon-32x32.png">
    <link rel="stylesheet" href="${API_BASE}/docs/swagger-ui.css">
  </head>
  <body>
    <div id="docs"></div>
    <script src="${API_BASE}/docs/swagger-ui-bundle.js"></script>
    <script src="${API_BASE}/docs/start.js"></script>
  </body>
</html>
`;
const DOCS_SCRIPT = `window.onload = () => SwaggerUIBundle({ url: '${API_BASE}/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null,
  docExpansion: 'none', filter: true, persistAuthorization: true });\n`;

/** `document` is the OpenAPI document as it is served. */
export function createSystemRouter(options: {
  checks: readonly DependencyCheck[];
  registry: Registry;
  document: object;
}): Router {
  const router = new Router({ strict: true, sensitive: true });
  router.use((ctx, next) => {
    ctx.state['route'] = ctx.path; // in logs and metrics; there are few, and none has a parameter
    return next();
  });
  router.get('/health', (ctx) => {
    ctx.body = { status: 'alive' };
  });
  router.get('/ready', async (ctx) => {
    const dependencies = await Promise.all(options.checks.map(probe));
    const failed = dependencies.filter((dependency) => dependency.status === 'down');
    const down = failed.some((dependency) => dependency.required);
    ctx.status = down ? 503 : 200;
    if (down) ctx.set('Retry-After', '2');
    const status = failed.length > 0 ? 'degraded' : 'ready';
    ctx.body = { status: down ? 'down' : status, failed: failed.map(({ name }) => name), dependencies };
  });
  router.get('/metrics', async (ctx) => {
    ctx.type = options.registry.contentType;
    ctx.body = await options.registry.metrics();
  });
  addDocs(router, options.document);
  return router;
}

async function probe(dependency: DependencyCheck): Promise<{
  name: string;
  required: boolean;
  status: 'up' | 'down';
  latency_ms: number;
  error?: string;
}> {
  const startedAt = performance.now();
  const { name, required } = dependency;
  const latency = (): number => Math.round((performance.now() - startedAt) * 10) / 10;
  try {
    await withinLimit(dependency.check());
    return { name, required, status: 'up', latency_ms: latency() };
  } catch (error) {
    return {
      name,
      required,
      status: 'down',
      latency_ms: latency(),
      error: error instanceof Error ? error.name : 'unknown',
    };
  }
}

async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${String(CHECK_LIMIT_MS)} ms`));
    }, CHECK_LIMIT_MS);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function addDocs(router: Router, document: object): void {
  const json = JSON.stringify(document);
  router.get(`${API_BASE}/openapi.json`, (ctx) => {
    ctx.type = 'application/json';
    ctx.body = json;
  });
  // Where a person lands who opens the address of the API.
  for (const path of ['/', API_BASE]) router.get(path, (ctx) => ctx.redirect(`${API_BASE}/docs`));
  router.get(`${API_BASE}/docs`, (ctx) => {
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = DOCS_PAGE;
  });
  router.get(`${API_BASE}/docs/start.js`, (ctx) => {
    ctx.type = 'text/javascript; charset=utf-8';
    ctx.body = DOCS_SCRIPT;
  });
  for (const [file, type] of SWAGGER_FILES) {
    router.get(`${API_BASE}/docs/${file}`, (ctx) => {
      ctx.type = type;
      ctx.body = createReadStream(join(getAbsoluteFSPath(), file));
    });
  }
}
