/** The HTTP application, built and not yet listening. */
import cors from '@koa/cors';
import Koa from 'koa';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import type { Container } from './container';
import { noteTokenUse as noteUse } from './domains/api-tokens/note-token-use.command';
import { callerFinder, resolveCaller } from './domains/sessions/resolve-caller.query';
import { authenticate } from './http/middleware/authenticate';
import { noteTokenUse } from './http/middleware/note-token-use';
import { limitRate } from './http/middleware/limit-rate';
import { requestContext } from './http/middleware/request-context';
import { createLinkPages } from './http/link-pages';
import { createRecordPages } from './http/record-pages';
import { mountRoutes } from './http/mount-routes';
import { buildOpenApiDocument } from './http/openapi-document';
import { createSystemRouter, type DependencyCheck } from './http/system-router';
import { listRoutes } from './route-list';

export const API_VERSION = '1.0.0';

/** Headers that scripts of other origins may read. */
const EXPOSED_HEADERS = [
  'ETag',
  'Location',
  'X-Request-Id',
  'Idempotency-Replayed',
  'Content-Disposition',
  'Retry-After',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'RateLimit-Policy',
];

/** Everything between a socket and the domains, in the order it runs. */
export function createApp(container: Container): Koa {
  const routes = listRoutes(container);
  const system = createSystemRouter({
    checks: dependencyChecks(container),
    registry: container.metrics.registry,
    document: buildOpenApiDocument(routes, API_VERSION),
  });
  const api = mountRoutes(routes, {
    database: container.database,
    clock: container.clock,
    resolveCaller,
    findCaller: callerFinder(container.database),
    readCache: container.readCache,
    checkAnswers: container.config.nodeEnv !== 'production',
  });
  // Of `X-Forwarded-For` only the last address is the proxy's own word; what stands before it anybody may have written.
  const app = new Koa({ proxy: container.config.trustProxy, maxIpsCount: 1 });
  app.use(requestContext(container.logger, container.metrics));
  app.use(securityHeaders());
  app.use(
    cors({
      origin: (ctx) => allowedOrigin(ctx.get('Origin'), container.config.corsOrigins),
      credentials: true,
      exposeHeaders: EXPOSED_HEADERS,
    }),
  );
  app.use(compress({ threshold: 1_024, br: false }));
  app.use(system.routes());
  app.use(createLinkPages().routes());
  app.use(createRecordPages().routes());
  for (const middleware of authenticate(container.accessTokens)) app.use(middleware);
  const { knownTokens: known, clock, logger, database } = container;
  app.use(noteTokenUse({ known, clock, logger, note: (claims) => noteUse(database, claims) }));
  app.use(limitRate(container.rateLimits, known, container.metrics));
  app.use(api);
  return app;
}

function securityHeaders(): Koa.Middleware {
  return helmet({
    contentSecurityPolicy: {
      directives: {
        'img-src': ["'self'", 'data:'],
        'style-src': ["'self'", "'unsafe-inline'"],
        'upgrade-insecure-requests': null,
      },
    },
  });
}

function allowedOrigin(origin: string, allowed: readonly string[]): string {
  return allowed.includes(origin) ? origin : '';
}

/** What `/ready` tests. Without PostgreSQL nothing works; without Redis or Temporal the API goes on and says so. */
function dependencyChecks({ database, redis, temporal }: Container): DependencyCheck[] {
  return [
    {
      name: 'postgresql',
      required: true,
      check: async () => {
        await database.raw('select 1');
      },
    },
    {
      name: 'redis',
      required: false,
      check: async () => {
        if (redis === undefined) throw new Error('not configured');
        await redis.ping();
      },
    },
    {
      name: 'temporal',
      required: false,
      check: async () => {
        if (temporal === undefined) throw new Error('not configured');
        await temporal.check();
      },
    },
  ];
}
